import { For, type JSX, Show } from 'solid-js';
import { actorName } from '../i18n/actor.ts';
import { Say } from '../i18n/Say.tsx';
import type { Alarm } from './alarms.ts';

/** Alarms for which there is no room: how many, how many of them somebody has, and who. */
export function MoreAlarms(props: { alarms: readonly Alarm[] }): JSX.Element {
  const taken = () => props.alarms.flatMap(({ row }) => row.acknowledged ?? []);
  const names = () => [...new Set(taken().map(({ by }) => actorName(by)))];
  return (
    <>
      <span class="more-count">
        <Say of="moreAlarms" with={{ count: props.alarms.length }} />
      </span>{' '}
      <Show when={taken().length > 0}>
        <span class="more-taken" title={names().join(', ')}>
          ✓ <Say of="moreTaken" with={{ count: taken().length }} />
          <For each={names()}>
            {(name, i) => (
              <>
                {i() === 0 ? ' ' : ', '}
                <bdi>{name}</bdi>
              </>
            )}
          </For>
        </span>
      </Show>
    </>
  );
}
