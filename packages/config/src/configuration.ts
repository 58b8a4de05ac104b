// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import { type CommandLine, parseCommandLine } from './command-line.js';
import { ConfigurationChange } from './configuration-change.js';
import { type DeclaredOption, DeclaredOptions } from './declared-options.js';
import { deprecationNotices } from './deprecations.js';
import { ConfigurationError, HelpRequested } from './errors.js';
import { helpText } from './help.js';
import type { GivenValues } from './layers.js';
import { logOptionValues } from './log-option-values.js';
import type { Logger } from './logger.js';
import type { OptionGroup, Values } from './option-group.js';
import type { Origin } from './origin.js';
import { type Surroundings, firstExisting, standardDirectories } from './places.js';
import { type ReadFiles, readConfigFiles } from './read-layers.js';
import { Resolver } from './resolver.js';
import { type RecognizedNames, type UnknownOption, describeUnknown, findUnknownOptions } from './unknown-options.js';

export interface ConfigurationInit {
  /** `glance`: names the folders and the file that its programs share. */
  readonly project: string;
  /** `glance-api` */
  readonly program: string;
  /** Without interpreter and script; none by default. */
  readonly argv?: readonly string[];
  /** The process's own by default. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly groups: readonly OptionGroup[];
  /** In place of the default files and folders; `--config-file` goes before it. */
  readonly configFiles?: readonly string[];
  /** Above everything else, the command line included: oslo's `set_override`. */
  readonly overrides?: GivenValues;
  /** The service's own defaults, below the files and above the options' defaults: oslo's `set_default`. */
  readonly defaults?: GivenValues;
  /**
   * Options of upstream's that are not honoured: reported as such, not as unknown. A function where sections that an
   * operator names (back ends) have them too.
   */
  readonly recognized?: RecognizedNames | ((configuration: Configuration) => RecognizedNames);
  /** Shown by `--version`. */
  readonly version?: string;
  /** Accepts words that belong to no option: `Configuration.positionals`. */
  readonly allowPositionals?: boolean;
  /** Above `etc` and `usr/share`; `/` by default. */
  readonly root?: string;
}

/** One option with its value, for logs and explanations. */
export interface OptionValue extends DeclaredOption {
  readonly value: unknown;
  readonly origin: Origin;
}

/** The options of one service and their values: oslo.config's ConfigOpts, without a global one. */
export class Configuration {
  readonly #init: ConfigurationInit;
  readonly #where: Surroundings;
  readonly #declared: DeclaredOptions;
  readonly #commandLine: CommandLine | undefined;
  #read: ReadFiles;
  #resolver: Resolver;
  /** What is registered, each with the view that `get` shows. */
  readonly #views = new Map<OptionGroup<unknown>, unknown>();
  readonly #reported = new Set<string>();

  private constructor(
    init: ConfigurationInit,
    declared: DeclaredOptions,
    commandLine: CommandLine | undefined,
    read: ReadFiles,
  ) {
    this.#init = init;
    this.#where = surroundings(init);
    this.#declared = declared;
    this.#commandLine = commandLine;
    this.#read = read;
    this.#resolver = this.#newResolver(read);
    this.#resolver.check(declared.all());
    for (const group of init.groups) this.#views.set(group, this.#view(group));
  }

  /**
   * Reads command line, environment and files.
   * @throws ConfigurationError for a bad value (with file, line, option, and what is allowed), a missing or torn file;
   *   CommandLineError for a bad command line; HelpRequested for `--help` and `--version`.
   */
  static async load(init: ConfigurationInit): Promise<Configuration> {
    const declared = new DeclaredOptions();
    for (const group of init.groups) declared.add(group);
    const commandLine = parseCommandLine(init.program, init.argv ?? [], declared.all(), init.allowPositionals ?? false);
    if (commandLine.help) throw new HelpRequested(helpText(init.program, declared.all()));
    if (commandLine.version) throw new HelpRequested(init.version ?? init.program);
    const read = await readConfigFiles(surroundings(init), commandLine, init.configFiles);
    return new Configuration(init, declared, commandLine, read);
  }

  /** Values given in code only, without files, environment and command line: for tests and embedded parts. */
  static of(groups: readonly OptionGroup[], values: GivenValues = {}): Configuration {
    const declared = new DeclaredOptions();
    for (const group of groups) declared.add(group);
    const init = { project: 'stackport', program: 'stackport', groups, overrides: values, environment: {} };
    return new Configuration(init, declared, undefined, { files: [], directories: [] });
  }

  /**
   * The values of a group: the same frozen object until a reload.
   * @throws ConfigurationError for a group that is not registered.
   */
  get<T>(group: OptionGroup<T>): Values<T> {
    const view = this.#views.get(group);
    if (view === undefined)
      throw new ConfigurationError({ message: `no such group [${group.name}]`, group: group.name });
    return view as Values<T>;
  }

  /**
   * Declares more groups, and takes their values out of what was read. One that is registered already is left alone.
   * @throws ConfigurationError for a bad value: its group is not registered then, nor those after it.
   */
  register(...groups: readonly OptionGroup[]): void {
    for (const group of groups) {
      if (this.#views.has(group)) continue;
      const added = this.#declared.add(group);
      try {
        this.#resolver.check(added);
      } catch (error) {
        this.#declared.remove(added);
        throw error;
      }
      this.#views.set(group, this.#view(group));
    }
  }

  /** Whether a section of that name stands in a file: which back ends an operator has configured. */
  hasSection(name: string): boolean {
    return this.sections.some((section) => section.toLowerCase() === name.toLowerCase());
  }

  /** Names of all sections in the files, declared or not, sorted: oslo's `list_all_sections`. */
  get sections(): readonly string[] {
    return [...new Set(this.#read.files.flatMap((file) => [...file.sections.values()].map(({ name }) => name)))].sort();
  }

  get project(): string {
    return this.#init.project;
  }

  get program(): string {
    return this.#init.program;
  }

  /** Absolute paths of the files that were read, in their order. */
  get configFiles(): readonly string[] {
    return this.#read.files.map(({ path }) => path);
  }

  get arguments(): readonly string[] {
    return this.#commandLine?.arguments ?? [];
  }

  get positionals(): readonly string[] {
    return this.#commandLine?.positionals ?? [];
  }

  /**
   * The path of a file that stands beside the configuration: in the folders of `--config-dir`, next to the files, the
   * last one first, and in the standard folders (oslo's `find_file`). An absolute path that exists is its own answer.
   */
  findFile(name: string): string | undefined {
    const beside = this.configFiles.toReversed().map((path) => dirname(path));
    return firstExisting([...this.#read.directories, ...beside, ...standardDirectories(this.#where)], name);
  }

  /** Every registered option, groups in the order of their registration, names sorted. */
  optionValues(): readonly OptionValue[] {
    const names = this.#declared.groupNames();
    return [...names.filter((name) => name === 'DEFAULT'), ...names.filter((name) => name !== 'DEFAULT')].flatMap(
      (group) =>
        [...this.#declared.ofGroup(group)]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map((one) => ({ ...one, ...this.#resolver.resolve(one) })),
    );
  }

  /** Where the value of an option came from; undefined for an option that is not declared. */
  origin(group: string, name: string): Origin | undefined {
    const one = this.#declared.find(group, name);
    return one === undefined ? undefined : this.#resolver.resolve(one).origin;
  }

  /**
   * Reads files and environment again; the command line stays as it was.
   * @returns what is different now.
   * @throws ConfigurationError for files that cannot be used: everything keeps its old value then.
   */
  async reload(): Promise<ConfigurationChange> {
    const read = await readConfigFiles(this.#where, this.#commandLine, this.#init.configFiles);
    const before = this.#resolver;
    const after = this.#newResolver(read);
    after.check(this.#declared.all());
    this.#read = read;
    this.#resolver = after;
    for (const group of this.#views.keys()) this.#views.set(group, this.#view(group));
    return new ConfigurationChange(
      this.#declared.all(),
      (one) => before.resolve(one).value,
      (one) => after.resolve(one).value,
    );
  }

  /** Every option with its value at level debug, secrets masked: oslo's `log_opt_values`, line for line. */
  logOptionValues(logger: Logger): void {
    logOptionValues(this, this.#read.directories, logger);
  }

  unknownOptions(): readonly UnknownOption[] {
    const { recognized = {} } = this.#init;
    const names = typeof recognized === 'function' ? recognized(this) : recognized;
    return findUnknownOptions(this.#resolver.layers, this.#declared, names);
  }

  /** A warning for each unknown option, once in the life of this object. Call it when all groups are registered. */
  reportUnknown(logger: Logger): void {
    for (const unknown of this.unknownOptions()) this.#reportOnce(describeUnknown(unknown), logger);
  }

  /** A warning for each deprecated name and each option on its way out that is in use, once. */
  reportDeprecations(logger: Logger): void {
    for (const one of this.#declared.all())
      for (const notice of deprecationNotices(one, this.#resolver.resolve(one))) this.#reportOnce(notice, logger);
  }

  #reportOnce(message: string, logger: Logger): void {
    if (this.#reported.has(message)) return;
    this.#reported.add(message);
    logger.warning(message);
  }

  #newResolver(read: ReadFiles): Resolver {
    const { overrides = {}, defaults = {} } = this.#init;
    const layers = {
      overrides,
      defaults,
      commandLine: this.#commandLine,
      environment: this.#where.environment,
      files: read.files,
    };
    return new Resolver(layers, this.#declared);
  }

  #view(group: OptionGroup<unknown>): unknown {
    const values = Object.keys(group.options as object).map((name) => {
      const one = this.#declared.find(group.name, name);
      return [name, one === undefined ? undefined : this.#resolver.resolve(one).value] as const;
    });
    return Object.freeze(Object.fromEntries(values));
  }
}

function surroundings(init: ConfigurationInit): Surroundings {
  const { project, program, environment = process.env, root = '/' } = init;
  return { project, program, environment, root };
}
