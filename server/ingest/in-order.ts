/** The log in the order of the fold: by time, and where that is the same as `compareEvents` says. */
import { compareEvents } from '../../shared/events/order.ts';
import type { LogPage } from './store.ts';

type Logged = LogPage['events'][number];

/**
 * Facts of one instant may stand on two pages: the last instant of a page comes with the next. An empty group may come.
 * @param pages by `at`. @param isWanted false for facts to be left out.
 */
export async function* inOrder(pages: AsyncIterable<LogPage>, isWanted: (fact: Logged) => boolean): AsyncGenerator<readonly Logged[]> {
  let held: Logged[] = [];
  for await (const page of pages) {
    const facts = [...held, ...page.events.filter(isWanted)].sort((a, b) => compareEvents(a.event, b.event));
    const last = facts.at(-1)?.event.at;
    held = facts.filter((fact) => fact.event.at === last);
    yield facts.filter((fact) => fact.event.at !== last);
  }
  yield held;
}
