/** The sources Moked can speak to: one line each. */
import { asteriskKind } from './asterisk/source.ts';
import { simulatorKind } from './simulator/source.ts';
import type { SourceKind } from './source.ts';

export const sourceKinds: readonly SourceKind[] = [asteriskKind, simulatorKind];
