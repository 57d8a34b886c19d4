import type { JSX } from 'solid-js';
import { Icon } from '../wall/Icon.tsx';
import { word } from './words.ts';

/** The level of an alarm by colour, shape and word; grey while nothing is known of its figure. */
export function LevelMark(props: { level: string; isUnknown?: boolean }): JSX.Element {
  const level = () => (props.isUnknown ? 'unknown' : props.level);
  return (
    <span class="alarm-level" data-level={level()}>
      <Icon name={level() === 'unknown' ? 'unknown' : level() === 'critical' ? 'octagon' : 'triangle'} />
      {word(level() === 'unknown' ? 'noData' : level() === 'critical' ? 'critical' : 'warn')}
    </span>
  );
}
