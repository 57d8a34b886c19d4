import { createEffect, createSignal, For, type JSX, Match, Switch } from 'solid-js';
import { rulesSchema } from '../../shared/alarms/rules.ts';
import { parse } from '../../shared/schema.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { createLive, LiveContext } from '../live/context.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { askSite, site } from '../site.ts';
import { getRules, type StoredRules } from './api.ts';
import type { NamedRules } from './Filters.tsx';
import { History } from './History.tsx';
import { askedOfOpen, Open } from './Open.tsx';
import { Rules } from './Rules.tsx';
import { ruleName } from './rule-sentence.ts';
import { type Word, word } from './words.ts';
import '../styles/alarms.css';

const TABS = ['open', 'history', 'rules'] as const;
type Tab = (typeof TABS)[number];
const TAB_WORDS: Readonly<Record<Tab, Word>> = { open: 'tabOpen', history: 'tabHistory', rules: 'tabRules' };

const LOOK_AGAIN_MS = 10 * SECOND_MS;

/** The rules in force by their names; none where they cannot be read. */
function namesOf(stored: unknown): NamedRules {
  const rules = parse(rulesSchema, JSON.parse(JSON.stringify(stored ?? null)));
  return rules.ok ? rules.value.rules.map((rule) => [rule.id, ruleName(rule)]) : [];
}

/** What is open, what was, and the rules by which both are decided. */
export function Alarms(): JSX.Element {
  const [asked, ask] = createSignal<string>();
  const live = createLive(() => void askSite(), asked);
  createEffect(() => ask(askedOfOpen(live.store.board?.alarms ?? [])));
  const polled = createPolled<StoredRules>(getRules, { everyMs: LOOK_AGAIN_MS, key: 'version' });
  const [tab, setTab] = createSignal<Tab>(TABS.find((known) => known === new URLSearchParams(location.search).get('tab')) ?? 'open');
  const choose = (next: Tab) => {
    setTab(next);
    history.replaceState(null, '', `/alarms?tab=${next}`);
  };
  const above = (
    <>
      <p class="note">{word('whatFor')}</p>
      <div class="tabs" role="tablist">
        <For each={TABS}>
          {(one) => (
            <button type="button" role="tab" id={`tab-${one}`} aria-selected={tab() === one} onClick={() => choose(one)}>
              {word(TAB_WORDS[one])}
            </button>
          )}
        </For>
      </div>
    </>
  );
  return (
    <LiveContext.Provider value={live}>
      <DeskPage
        page="alarms"
        title={word('alarms')}
        polled={polled}
        readOnly={word('readOnly')}
        mayWrite={() => site()?.mayWrite ?? true}
        above={above}
      >
        {(known) => (
          <div role="tabpanel" aria-labelledby={`tab-${tab()}`}>
            <Switch>
              <Match when={tab() === 'open'}>
                <Open />
              </Match>
              <Match when={tab() === 'history'}>
                <History rules={namesOf(known().rules)} />
              </Match>
              <Match when={tab() === 'rules'}>
                <Rules stored={known()} refresh={polled.refresh} />
              </Match>
            </Switch>
          </div>
        )}
      </DeskPage>
    </LiveContext.Provider>
  );
}
