// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { characterSet, collation, deriveSchema, findSchemas, foreignKeyNames, withGenerator } from './schema.mjs';

const schema = `// mysql-charset: utf8mb4
// mysql-collation: utf8mb4_bin
// A comment may say @db.VarChar(36).
generator client {
  provider = "prisma-client"
  output   = "../src/generated/mysql"
}

datasource db {
  provider = "mysql"
}

model Part {
  id      Int    @id @default(autoincrement())
  text    String @db.Text
  price   Decimal @default(0) @map("cost") @db.Decimal(10, 2)
  thing Thing @relation(fields: [thingId], references: [id], onDelete: NoAction, map: "parts_ibfk_1")
  @@index([text], map: "ix_text")
}
`;

describe('deriveSchema', () => {
  it("leaves MySQL's schema alone", () => {
    expect(deriveSchema(schema, 'mysql')).toBe(schema);
  });

  it('takes out what SQLite has not, and keeps the names of indexes', () => {
    const derived = deriveSchema(schema, 'sqlite').split('\n');
    expect(derived).toContain('  provider = "sqlite"');
    expect(derived).toContain('  text    String');
    expect(derived).toContain('  price   Decimal @default(0) @map("cost")');
    expect(derived).toContain('  thing Thing @relation(fields: [thingId], references: [id], onDelete: NoAction)');
    expect(derived).toContain('  @@index([text], map: "ix_text")');
    expect(derived).toContain('// A comment may say @db.VarChar(36).');
  });

  it('knows no other provider', () => {
    expect(() => deriveSchema(schema, 'postgresql')).toThrow(/postgresql/);
  });
});

describe('what is read out of a schema', () => {
  it('are the names of foreign keys, the character set and the collation', () => {
    expect([...foreignKeyNames(schema)]).toEqual([['Part.thing', 'parts_ibfk_1']]);
    expect([characterSet(schema), collation(schema)]).toEqual(['utf8mb4', 'utf8mb4_bin']);
    expect([characterSet(''), collation('')]).toEqual(['utf8', undefined]);
  });

  it('is where the generator stands', () => {
    expect(withGenerator(schema, () => 'generator other {}')).not.toContain('prisma-client');
    expect(() => withGenerator('model A {}', String)).toThrow(/generator client/);
  });

  it('are the schemas of all packages with a database', () => {
    expect(findSchemas().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['glance', 'identity', 'nova/api', 'nova/cell']),
    );
  });
});
