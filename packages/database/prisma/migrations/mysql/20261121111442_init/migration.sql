CREATE TABLE `things` (
  `id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NULL,
  `status` VARCHAR(30) NOT NULL DEFAULT 'new',
  `size` BIGINT NULL,
  `count` INT NOT NULL DEFAULT 0,
  `ratio` DOUBLE NULL,
  `flag` TINYINT(1) NOT NULL DEFAULT 0,
  `maybe` TINYINT(1) NULL,
  `colour` ENUM('red', 'green') NOT NULL DEFAULT 'red',
  `document` JSON NULL,
  `bytes` LONGBLOB NULL,
  `created_at` DATETIME NOT NULL,
  `exact_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  INDEX `ix_things_created_at` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `parts` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `thing_id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(80) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_parts_thing_id_name` (`thing_id`, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE `parts`
  ADD CONSTRAINT `parts_ibfk_1` FOREIGN KEY (`thing_id`) REFERENCES `things` (`id`);
