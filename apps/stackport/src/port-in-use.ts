// SPDX-License-Identifier: Apache-2.0

/** A port that another program has; the message names the flag that chooses another. */
export class PortInUse extends Error {}
