/** What the kinds of widgets are called, and what one of them is. */
import type { Widget, WidgetKind } from '../../shared/boards/widgets.ts';
import { aboutMetric } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { locale } from '../i18n/locale.ts';
import { type Word, word } from './words.ts';

export const KINDS: { readonly [K in WidgetKind]: { readonly name: Word; readonly about: Word } } = {
  metric: { name: 'kindMetric', about: 'aboutMetric' },
  queues: { name: 'kindQueues', about: 'aboutQueues' },
  agents: { name: 'kindAgents', about: 'aboutAgents' },
  'agent-states': { name: 'kindAgentStates', about: 'aboutAgentStates' },
  intraday: { name: 'kindIntraday', about: 'aboutIntraday' },
  overruns: { name: 'kindOverruns', about: 'aboutOverruns' },
  'service-levels': { name: 'kindServiceLevels', about: 'aboutServiceLevels' },
  channels: { name: 'kindChannels', about: 'aboutChannels' },
  waiters: { name: 'kindWaiters', about: 'aboutWaiters' },
  statutory: { name: 'kindStatutory', about: 'aboutStatutory' },
  alarms: { name: 'kindAlarms', about: 'aboutAlarms' },
  sources: { name: 'kindSources', about: 'aboutSources' },
  notices: { name: 'kindNotices', about: 'aboutNotices' },
  clock: { name: 'kindClock', about: 'aboutClock' },
  text: { name: 'kindText', about: 'aboutText' },
  image: { name: 'kindImage', about: 'aboutImage' },
};

const LONG = 40;

/** A widget by name: a metric by its own, a text by its words, others by their kind. */
export function widgetName(widget: Widget): string {
  const kind = word(KINDS[widget.kind].name);
  if (widget.kind === 'metric') return aboutMetric(widget.options.metric, widget.options.scope)?.[locale()] ?? kind;
  if (widget.kind !== 'text') return kind;
  const text = inLanguage(widget.options.text).trim();
  return text === '' ? kind : text.slice(0, LONG);
}
