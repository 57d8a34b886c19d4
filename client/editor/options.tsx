/** What each kind of widget can be told, as controls. To add a kind: an entry here, its name in kinds.ts and its first options in change.ts. */
import { type JSX, Show } from 'solid-js';
import { FORMULAS, QUEUE_COLUMNS, type WidgetKind, type WidgetOf } from '../../shared/boards/widgets.ts';
import { aboutMetric } from '../board/figure.ts';
import { formulaKey } from '../i18n/formula.ts';
import { dictionary } from '../i18n/locale.ts';
import { COLUMNS } from '../widgets/queue-columns.tsx';
import { AgentsOptions, OverrunsOptions } from './AgentsOptions.tsx';
import { answerable, metricChoices, windowChoices, windowsOf } from './choices.ts';
import { ChoiceField, FlagField, NumberField, OrderedField, WordsFields } from './fields.tsx';
import { Lines } from './Lines.tsx';
import { OverTime } from './OverTime.tsx';
import { PictureField } from './PictureField.tsx';
import { ANY, OF_AGENTS, OF_QUEUES, ScopeFields } from './ScopeFields.tsx';
import { ScopeOptions } from './ScopeOptions.tsx';
import { word } from './words.ts';

export type OptionsProps<K extends WidgetKind> = {
  options: WidgetOf<K>['options'];
  /** Tells the widget something else; `at` names what it is about, so that typing is one step. */
  tell: (options: WidgetOf<K>['options'], at: string) => void;
  /** What is wrong with a field, in words; null where nothing is. */
  wrong: (field: string) => string | null;
};

/** In which unit a target is typed: what is kept is a share, or milliseconds. */
const TARGETS = {
  count: { of: 'unitCount', times: 1 },
  ms: { of: 'unitSeconds', times: 1000 },
  ratio: { of: 'unitPercent', times: 0.01 },
} as const;

function MetricOptions(props: OptionsProps<'metric'>): JSX.Element {
  const ask = (change: Partial<typeof props.options>, at: string) => {
    const { target, byChannel, trend, spark, ...asked } = { ...props.options, ...change };
    const fresh = answerable(asked);
    // A target of another metric means nothing to this one.
    const isSame = fresh.metric === props.options.metric;
    props.tell({ ...fresh, byChannel, trend, spark, target: isSame ? target : null }, at);
  };
  const windows = () => windowsOf(props.options.metric, props.options.scope);
  const unit = () => TARGETS[aboutMetric(props.options.metric, props.options.scope)?.unit ?? 'count'];
  const target = () => (props.options.target === null ? null : Math.round((props.options.target / unit().times) * 1e6) / 1e6);
  return (
    <>
      <ChoiceField
        label={word('metric')}
        name="metric"
        value={props.options.metric}
        groups={metricChoices(props.options.scope)}
        onChoose={(metric) => ask({ metric }, 'metric')}
      />
      <ScopeFields scope={props.options.scope} kinds={ANY} wrong={props.wrong} onChange={(scope) => ask({ scope }, 'scope')} />
      <Show when={windows().length > 0}>
        <ChoiceField
          label={word('window')}
          name="window"
          value={props.options.window ?? ''}
          groups={windowChoices(windows())}
          onChoose={(window) => ask({ window: windows().find((one) => one === window) ?? null }, 'window')}
        />
      </Show>
      <NumberField
        label={`${word('target')} (${word(unit().of)})`}
        name="target"
        value={target()}
        placeholder={word('targetSettings')}
        wrong={props.wrong('target')}
        onInput={(value) => props.tell({ ...props.options, target: value === null ? null : value * unit().times }, 'target')}
      />
      <OverTime options={props.options} tell={props.tell} />
      <Show when={props.options.metric === 'waiting'}>
        <FlagField
          label={word('byChannel')}
          name="byChannel"
          value={props.options.byChannel}
          onChange={(byChannel) => props.tell({ ...props.options, byChannel }, 'byChannel')}
        />
      </Show>
    </>
  );
}

function QueuesOptions(props: OptionsProps<'queues'>): JSX.Element {
  const choices = () => QUEUE_COLUMNS.map((column) => ({ value: column, text: dictionary()[COLUMNS[column].heading] }));
  const known = (columns: readonly string[]) => columns.flatMap((one) => QUEUE_COLUMNS.filter((column) => column === one));
  return (
    <>
      <ScopeFields
        scope={props.options.scope}
        kinds={OF_QUEUES}
        wrong={props.wrong}
        onChange={(scope) => props.tell({ ...props.options, scope }, 'scope')}
      />
      <OrderedField
        label={word('columns')}
        name="columns"
        value={props.options.columns}
        choices={choices()}
        adds={word('columnAdd')}
        wrong={props.wrong('columns')}
        onChange={(columns) => props.tell({ ...props.options, columns: known(columns) }, 'columns')}
      />
      <ChoiceField
        label={word('sort')}
        name="sort"
        value={props.options.sort}
        groups={[
          {
            heading: null,
            choices: [
              { value: 'trouble', text: word('sortTrouble') },
              { value: 'settings', text: word('sortSettings') },
            ],
          },
        ]}
        onChoose={(sort) => props.tell({ ...props.options, sort: sort === 'settings' ? 'settings' : 'trouble' }, 'sort')}
      />
    </>
  );
}

function ServiceLevelsOptions(props: OptionsProps<'service-levels'>): JSX.Element {
  const tell = (change: Partial<typeof props.options>, at: string) => props.tell({ ...props.options, ...change }, at);
  const windows = () => windowsOf('service_level', props.options.scope);
  return (
    <>
      <ScopeFields scope={props.options.scope} kinds={OF_QUEUES} wrong={props.wrong} onChange={(scope) => tell({ scope }, 'scope')} />
      <ChoiceField
        label={word('window')}
        name="window"
        value={props.options.window}
        groups={windowChoices(windows())}
        onChoose={(window) => tell({ window: windows().find((one) => one === window) ?? 'day' }, 'window')}
      />
      <OrderedField
        label={word('formulas')}
        name="formulas"
        value={props.options.formulas}
        choices={FORMULAS.map((formula) => ({ value: formula, text: dictionary()[formulaKey(formula)] }))}
        adds={word('formulaAdd')}
        most={4}
        wrong={props.wrong('formulas')}
        onChange={(formulas) => tell({ formulas: formulas.flatMap((one) => FORMULAS.filter((formula) => formula === one)) }, 'formulas')}
      />
    </>
  );
}

function ChannelsOptions(props: OptionsProps<'channels'>): JSX.Element {
  const windows = () => windowsOf('offered', { of: 'floor' });
  return (
    <ChoiceField
      label={word('window')}
      name="window"
      value={props.options.window}
      groups={windowChoices(windows())}
      onChoose={(window) => props.tell({ window: windows().find((one) => one === window) ?? 'day' }, 'window')}
    />
  );
}

function ClockOptions(props: OptionsProps<'clock'>): JSX.Element {
  const tell = (change: Partial<typeof props.options>, at: string) => props.tell({ ...props.options, ...change }, at);
  return (
    <>
      <FlagField label={word('clockDate')} name="date" value={props.options.date} onChange={(date) => tell({ date }, 'date')} />
      <FlagField
        label={word('clockHebrew')}
        name="hebrewDate"
        value={props.options.hebrewDate}
        onChange={(hebrewDate) => tell({ hebrewDate }, 'hebrewDate')}
      />
      <FlagField label={word('clockShift')} name="shift" value={props.options.shift} onChange={(shift) => tell({ shift }, 'shift')} />
    </>
  );
}

const SIZES = [
  ['small', 'sizeSmall'],
  ['middle', 'sizeMiddle'],
  ['large', 'sizeLarge'],
] as const;

function TextOptions(props: OptionsProps<'text'>): JSX.Element {
  return (
    <>
      <WordsFields
        label={word('text')}
        name="text"
        value={props.options.text}
        isLong
        wrong={props.wrong('text')}
        onInput={(text) => props.tell({ ...props.options, text }, 'text')}
      />
      <ChoiceField
        label={word('size')}
        name="size"
        value={props.options.size}
        groups={[{ heading: null, choices: SIZES.map(([value, text]) => ({ value, text: word(text) })) }]}
        onChoose={(size) => props.tell({ ...props.options, size: SIZES.find(([value]) => value === size)?.[0] ?? 'middle' }, 'size')}
      />
    </>
  );
}

function ImageOptions(props: OptionsProps<'image'>): JSX.Element {
  return (
    <>
      <PictureField
        source={props.options.source}
        wrong={props.wrong('source')}
        onChoose={(source) => props.tell({ ...props.options, source }, 'source')}
      />
      <WordsFields
        label={word('pictureSays')}
        name="says"
        value={props.options.says}
        wrong={props.wrong('says')}
        onInput={(says) => props.tell({ ...props.options, says }, 'says')}
      />
    </>
  );
}

type QueueLinesProps = Pick<OptionsProps<'statutory'>, 'options' | 'tell' | 'wrong'>;

function QueueLines(props: QueueLinesProps & { kinds?: typeof ANY }): JSX.Element {
  return (
    <>
      <ScopeFields
        scope={props.options.scope}
        kinds={props.kinds ?? OF_QUEUES}
        wrong={props.wrong}
        onChange={(scope) => props.tell({ ...props.options, scope }, 'scope')}
      />
      <Lines value={props.options.lines} wrong={props.wrong('lines')} onInput={(lines) => props.tell({ ...props.options, lines }, 'lines')} />
    </>
  );
}

const NoticesOptions = (props: OptionsProps<'notices'>): JSX.Element => (
  <Lines value={props.options.lines} wrong={props.wrong('lines')} onInput={(lines) => props.tell({ lines }, 'lines')} />
);

const Nothing = (): JSX.Element => <p class="note">{word('noOptions')}</p>;

export const OPTIONS: { readonly [K in WidgetKind]: (props: OptionsProps<K>) => JSX.Element } = {
  metric: MetricOptions,
  queues: QueuesOptions,
  agents: AgentsOptions,
  'agent-states': (props) => <ScopeOptions {...props} kinds={OF_AGENTS} />,
  intraday: (props) => <ScopeOptions {...props} kinds={OF_QUEUES} />,
  overruns: OverrunsOptions,
  'service-levels': ServiceLevelsOptions,
  channels: ChannelsOptions,
  waiters: QueueLines,
  statutory: QueueLines,
  alarms: (props) => <QueueLines {...props} kinds={ANY} />,
  sources: Nothing,
  notices: NoticesOptions,
  clock: ClockOptions,
  text: TextOptions,
  image: ImageOptions,
};
