import { createMemo, For, type JSX, Show } from 'solid-js';
import type { Scope } from '../../shared/boards/parts.ts';
import { CHANNELS, type Channel } from '../../shared/events/contact.ts';
import { useLive } from '../live/context.ts';
import { share } from '../live/share.ts';
import { channelName } from '../wall/names.tsx';
import { scopeChoices, scopeOf, scopeText } from './choices.ts';
import { ChoiceField, type ChoiceGroup } from './fields.tsx';
import { word } from './words.ts';

/** The parts of a floor that mean something to agents and queues alike. */
export const ANY: ReadonlySet<Scope['of']> = new Set(['floor', 'queue', 'group', 'team', 'site', 'channels']);
/** A team has no queues of its own. */
export const OF_QUEUES: ReadonlySet<Scope['of']> = new Set(['floor', 'queue', 'group', 'site', 'channels']);

/** Of which the time of agents is known. */
export const OF_AGENTS: ReadonlySet<Scope['of']> = new Set(['floor', 'team', 'site']);

/** The channels in their usual order, with one of them or without it. */
const toggled = (chosen: readonly Channel[], channel: Channel, isOn: boolean): Channel[] =>
  CHANNELS.filter((one) => (one === channel ? isOn : chosen.includes(one)));

/** Of which part of the floor a widget speaks: what there is on the live board. */
export function ScopeFields(props: {
  scope: Scope;
  kinds: ReadonlySet<Scope['of']>;
  wrong: (field: string) => string | null;
  onChange: (scope: Scope) => void;
}): JSX.Element {
  const live = useLive();
  // The rows are others several times a second: choices that stay are not made anew under the hand that chooses.
  const groups = createMemo((before: readonly ChoiceGroup[]) => share(before, scopeChoices(live.store.board, props.scope, props.kinds)), []);
  const channels = () => (props.scope.of === 'channels' ? props.scope.channels : null);
  return (
    <>
      <ChoiceField
        label={word('scope')}
        name="scope"
        value={scopeText(props.scope)}
        groups={groups()}
        onChoose={(text) => props.onChange(scopeOf(text, props.scope))}
      />
      <Show when={channels()}>
        {(chosen) => (
          <fieldset class="field ed-several" data-field="channels">
            <legend>{word('scopeChannels')}</legend>
            <For each={CHANNELS}>
              {(channel) => (
                <label class="ed-tick">
                  <input
                    type="checkbox"
                    checked={chosen().includes(channel)}
                    onChange={(event) => props.onChange({ of: 'channels', channels: toggled(chosen(), channel, event.currentTarget.checked) })}
                  />
                  {channelName(channel)}
                </label>
              )}
            </For>
            <Show when={props.wrong('scope.channels')}>{(text) => <p class="fault">{text()}</p>}</Show>
          </fieldset>
        )}
      </Show>
    </>
  );
}
