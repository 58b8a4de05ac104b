-- CreateTable
CREATE TABLE "things" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "status" TEXT NOT NULL DEFAULT 'new',
    "size" BIGINT,
    "count" INTEGER NOT NULL DEFAULT 0,
    "ratio" REAL,
    "flag" BOOLEAN NOT NULL DEFAULT false,
    "maybe" BOOLEAN,
    "colour" TEXT NOT NULL DEFAULT 'red',
    "document" JSONB,
    "bytes" BLOB,
    "created_at" DATETIME NOT NULL,
    "exact_at" DATETIME
);

-- CreateTable
CREATE TABLE "parts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "thing_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "parts_thing_id_fkey" FOREIGN KEY ("thing_id") REFERENCES "things" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateIndex
CREATE INDEX "ix_things_created_at" ON "things"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "uq_parts_thing_id_name" ON "parts"("thing_id", "name");
