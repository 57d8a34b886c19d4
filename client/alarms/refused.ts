/** Why something about alarms was not done, in the language of the page. */
import { RULE_FAULTS, type RuleFaultCode } from '../../shared/alarms/rule-faults.ts';
import type { ApiError } from '../api.ts';
import { reasonOf } from '../refusals/reason.ts';
import { FAULT_WORDS } from './rule-draft.ts';
import { word } from './words.ts';

const isKnown = (is: string): is is RuleFaultCode => RULE_FAULTS.some((known) => known === is);

/** The refusal, with what is wrong in the rules where the server has found that. */
export function refusedText(error: ApiError): string {
  const faults = (error.faults ?? []).flatMap(({ is }) => (isKnown(is) ? [word(FAULT_WORDS[is])] : []));
  return [reasonOf(error), ...new Set(faults)].join(' · ');
}
