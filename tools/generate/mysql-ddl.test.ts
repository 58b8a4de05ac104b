// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readDatamodel } from './datamodel.mjs';
import { readTables } from './information-schema.mjs';
import { diffTables } from './mysql-ddl.mjs';
import { tablesOf } from './mysql-tables.mjs';
import { withMysqlDatabase } from './test-server.js';

const header = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/mysql"
}

datasource db {
  provider = "mysql"
}
`;

const before = `${header}
enum Colour {
  red
  green
}

model Owner {
  id     Int     @id @default(autoincrement())
  name   String  @unique(map: "uq_owner") @db.VarChar(80)
  things Thing[]
  @@map("owners")
}

model Thing {
  id      String @db.VarChar(36)
  part    Int
  colour  Colour @default(red)
  note    String @default("it's \\\\ here") @db.VarChar(40)
  ownerId Int    @map("owner_id")
  gone    Int?
  owner   Owner  @relation(fields: [ownerId], references: [id], onDelete: NoAction, onUpdate: NoAction, map: "things_ibfk_1")
  @@id([id])
  @@index([ownerId], map: "ix_owner")
  @@index([part], map: "ix_part")
  @@map("things")
}

model Old {
  id    Int   @id
  thing Int
  next  Old?  @relation("Chain", fields: [thing], references: [id], onDelete: Cascade, onUpdate: NoAction)
  prev  Old[] @relation("Chain")
}
`.replace('next  Old?  @', 'next  Old   @');

const after = `${header}
enum Colour {
  red
  green
  blue
}

model Owner {
  id     BigInt  @id @default(autoincrement())
  name   String? @unique(map: "uq_owner") @db.VarChar(80)
  size   Int     @default(7)
  at     DateTime @db.DateTime(3)
  notes  Note[]
  @@map("owners")
}

model Thing {
  id      String @db.VarChar(36)
  part    Int
  colour  Colour @default(blue)
  note    String @db.Text
  ownerId Int    @map("owner_id")
  notes   Note[]
  @@id([id, part])
  @@unique([part, colour], map: "uq_part_colour")
  @@map("things")
}

model Note {
  id      Int     @id @default(autoincrement()) @db.UnsignedInt
  thingId String? @map("thing_id") @db.VarChar(36)
  part    Int?
  ownerId BigInt  @map("owner_id")
  ratio   Float
  flag    Boolean @default(true)
  thing   Thing?  @relation(fields: [thingId, part], references: [id, part])
  owner   Owner   @relation(fields: [ownerId], references: [id])
  @@index([thingId, part])
  @@map("notes")
}
`;

const tables = async (schema: string) => tablesOf(schema, await readDatamodel(schema));

describe('diffTables', () => {
  it('leads from one schema to the other, as if that had been made at once', async () => {
    const [old, young] = [await tables(before), await tables(after)];
    const stepwise = await withMysqlDatabase(async (connection) => {
      await connection.query(diffTables([], old));
      await connection.query(
        "INSERT INTO owners (name) VALUES ('a'); INSERT INTO things (id, part, owner_id) VALUES ('x', 1, 1)",
      );
      await connection.query(diffTables(old, young));
      const [row] = await connection.query<object[]>('SELECT id, part, colour, note, owner_id FROM things');
      expect(row).toEqual({ id: 'x', part: 1, colour: 'red', note: "it's \\ here", owner_id: 1 });
      return readTables(connection);
    });
    const atOnce = await withMysqlDatabase(async (connection) => {
      await connection.query(diffTables([], young));
      return readTables(connection);
    });
    expect(stepwise).toEqual(atOnce);
    expect(Object.keys(atOnce)).toEqual(['notes', 'owners', 'things']);
  });

  it('gives every column the type, default and keys that the schema says', async () => {
    const made = await withMysqlDatabase(async (connection) => {
      await connection.query(diffTables([], await tables(after)));
      return readTables(connection);
    });
    expect(made.notes).toEqual({
      charset: 'utf8mb3',
      columns: {
        id: { type: 'int(10) unsigned', null: false, default: null, autoIncrement: true },
        thing_id: { type: 'varchar(36)', null: true, default: null, autoIncrement: false },
        part: { type: 'int(11)', null: true, default: null, autoIncrement: false },
        owner_id: { type: 'bigint(20)', null: false, default: null, autoIncrement: false },
        ratio: { type: 'double', null: false, default: null, autoIncrement: false },
        flag: { type: 'tinyint(1)', null: false, default: '1', autoIncrement: false },
      },
      keys: {
        PRIMARY: { unique: true, columns: ['id'] },
        notes_thing_id_part_idx: { unique: false, columns: ['thing_id', 'part'] },
        notes_owner_id_fkey: { unique: false, columns: ['owner_id'] },
      },
      foreignKeys: {
        notes_owner_id_fkey: {
          columns: ['owner_id'],
          table: 'owners',
          references: ['id'],
          onDelete: 'RESTRICT',
          onUpdate: 'CASCADE',
        },
        notes_thing_id_part_fkey: {
          columns: ['thing_id', 'part'],
          table: 'things',
          references: ['id', 'part'],
          onDelete: 'SET NULL',
          onUpdate: 'CASCADE',
        },
      },
    });
    expect(made.owners?.columns.at).toEqual({
      type: 'datetime(3)',
      null: false,
      default: null,
      autoIncrement: false,
    });
  });

  it('is empty for a schema and itself', async () => {
    const same = await tables(before);
    expect(diffTables(same, await tables(before))).toBe('');
  });
});
