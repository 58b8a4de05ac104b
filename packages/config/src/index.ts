// SPDX-License-Identifier: Apache-2.0
export { configurationCommand, type CommandOutput } from './command.js';
export { ConfigurationChange, type ChangedOption } from './configuration-change.js';
export { Configuration, type ConfigurationInit, type OptionValue } from './configuration.js';
export * from './errors.js';
export { explainConfiguration } from './explain.js';
export { type IniFile, type IniSection, type IniValue, parseIni } from './ini-file.js';
export type { GivenValues } from './layers.js';
export { loadOrExit, type ProcessEnd } from './load-or-exit.js';
export * from './logger.js';
export { nearestName } from './nearest-name.js';
export { option } from './option-builders.js';
export { declareOptions, type Declarations, type OptionGroup, type Values } from './option-group.js';
export type { DeprecatedName, Option, OptionSettings } from './option.js';
export { describeOrigin, type Origin } from './origin.js';
export { pythonRepr, pythonStr } from './python-text.js';
export { printSample } from './sample.js';
export * from './types/index.js';
export { type RecognizedNames, type UnknownOption, describeUnknown } from './unknown-options.js';
