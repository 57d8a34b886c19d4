/** What the server answers to a screen of any board of the tests: its layout, silent, and what its charts ask for. */
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { agentStatesAnswer, intradayAnswer } from './quarter-answers.ts';
import { reviewAnswers } from './review-fixture.ts';
import type { Answer } from './wall-server.ts';
import { OF_WIDGETS, REST_OF_WIDGETS } from './widget-boards.ts';

const LAYOUTS: readonly { readonly id: string; readonly layout: BoardLayout }[] = [...READY_MADE, ...OF_WIDGETS, REST_OF_WIDGETS];

/** @param trend of every tile. */
export function boardAnswers(trend: object): Answer {
  const others = reviewAnswers('he');
  return (path, query, body) => {
    if (path === '/api/v1/trend') return { body: trend };
    if (path === '/api/v1/intraday') return { body: intradayAnswer() };
    if (path === '/api/v1/agent-states') return { body: agentStatesAnswer() };
    const known = LAYOUTS.find(({ id }) => path === `/api/v1/boards/${id}`);
    return known === undefined ? others(path, query, body) : { body: { id: known.id, version: 1, layout: { ...known.layout, sound: false } } };
  };
}
