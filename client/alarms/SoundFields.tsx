import { type JSX, Show } from 'solid-js';
import type { Sound } from '../../shared/alarms/row.ts';
import type { Rule } from '../../shared/alarms/rules.ts';
import { ChoiceField, NumberField } from '../editor/fields.tsx';
import { type Word, word } from './words.ts';

const MODES: readonly (readonly [value: Sound['mode'] | 'none', text: Word])[] = [
  ['none', 'modeNone'],
  ['once', 'modeOnce'],
  ['seconds', 'modeSeconds'],
  ['while', 'modeWhile'],
  ['times', 'modeTimes'],
];

function soundOf(mode: string): Sound | null {
  if (mode === 'seconds') return { mode, seconds: 30 };
  if (mode === 'times') return { mode, times: 3 };
  return mode === 'once' || mode === 'while' ? { mode } : null;
}

type Props = {
  rule: Rule;
  wrong: (field: string) => string | null;
  onChange: (change: Partial<Pick<Rule, 'sound' | 'soundFrom'>>) => void;
};

/** How an alarm of the rule is heard, and from which level on. */
export function SoundFields(props: Props): JSX.Element {
  const sound = () => props.rule.sound;
  const amount = () => {
    const known = sound();
    if (known?.mode === 'seconds') return known.seconds;
    return known?.mode === 'times' ? known.times : null;
  };
  const put = (typed: number | null) => {
    const n = typed === null ? Number.NaN : Math.round(typed);
    props.onChange({ sound: sound()?.mode === 'seconds' ? { mode: 'seconds', seconds: n } : { mode: 'times', times: n } });
  };
  const isCounted = () => sound()?.mode === 'seconds' || sound()?.mode === 'times';
  return (
    <fieldset class="alarm-fields">
      <legend>{word('sound')}</legend>
      <ChoiceField
        label={word('sound')}
        name="mode"
        value={sound()?.mode ?? 'none'}
        groups={[{ heading: null, choices: MODES.map(([value, text]) => ({ value, text: word(text) })) }]}
        onChoose={(mode) => props.onChange({ sound: soundOf(mode) })}
      />
      <Show when={isCounted()}>
        <NumberField
          label={word(sound()?.mode === 'seconds' ? 'howLong' : 'howOften')}
          name="sound"
          value={Number.isNaN(amount()) ? null : amount()}
          wrong={props.wrong('sound')}
          onInput={put}
        />
      </Show>
      <Show when={sound() !== null && props.rule.kind === 'figure'}>
        <ChoiceField
          label={word('soundFrom')}
          name="soundFrom"
          value={props.rule.soundFrom}
          groups={[{ heading: null, choices: (['warn', 'critical'] as const).map((level) => ({ value: level, text: word(level) })) }]}
          onChoose={(level) => props.onChange({ soundFrom: level === 'critical' ? 'critical' : 'warn' })}
        />
      </Show>
    </fieldset>
  );
}
