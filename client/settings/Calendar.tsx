import { For, type JSX } from 'solid-js';
import { ShiftName } from '../wall/names.tsx';
import type { Page } from './api.ts';
import { History } from './History.tsx';
import { valueText } from './shown.ts';
import { Target, Tell } from './Tell.tsx';
import { type Word, word } from './words.ts';

type Line = { readonly name: Word; readonly variable: string; readonly value: () => JSX.Element };

function linesOf({ defaults, site }: Page): readonly Line[] {
  return [
    {
      name: 'shifts',
      variable: 'MOKED_SHIFTS',
      value: () => (
        <For each={site.shifts}>
          {({ name, start, end }) => (
            <span class="step">
              <ShiftName name={name} />{' '}
              <bdi dir="ltr">
                {start}–{end}
              </bdi>
            </span>
          )}
        </For>
      ),
    },
    { name: 'dayStart', variable: 'MOKED_DAY_START', value: () => <bdi dir="ltr">{site.dayStart}</bdi> },
    { name: 'timezone', variable: 'MOKED_TIMEZONE', value: () => <bdi dir="ltr">{site.timezone}</bdi> },
    {
      name: 'targetHead',
      variable: 'MOKED_SERVICE_LEVEL',
      value: () => <Target percent={defaults['slaTarget']} seconds={defaults['slaSeconds']} />,
    },
    {
      name: 'shortHead',
      variable: 'MOKED_SHORT_ABANDON',
      value: () => <Tell of="secondsOf" with={{ n: Number(defaults['shortAbandonSeconds']) }} />,
    },
    {
      name: 'wrapupHead',
      variable: 'MOKED_WRAPUP_ALLOWED',
      value: () => <Tell of="secondsOf" with={{ n: Number(defaults['wrapupSeconds']) }} />,
    },
    { name: 'breakAllowed', variable: 'MOKED_BREAK_ALLOWED', value: () => <Tell of="minutesOf" with={{ n: site.breakMinutes }} /> },
    { name: 'formula', variable: '', value: () => valueText('formula', defaults['formula']) },
  ];
}

/** What the environment sets for the whole site: shown with the name of its variable, changed there. */
export function Calendar(props: { page: Page }): JSX.Element {
  return (
    <>
      <p class="note">{word('calendarHelp')}</p>
      <table class="data settings-table is-narrow" data-table="calendar">
        <thead>
          <tr>
            <th scope="col">{word('setting')}</th>
            <th scope="col" class="words">
              {word('value')}
            </th>
            <th scope="col" class="words">
              {word('variable')}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={linesOf(props.page)}>
            {({ name, variable, value }) => (
              <tr>
                <th scope="row">{word(name)}</th>
                <td class="words is-long">{value()}</td>
                <td class="words">
                  <code dir="ltr">{variable}</code>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <History kind="site" id="" revision="0" zone={props.page.site.timezone} />
    </>
  );
}
