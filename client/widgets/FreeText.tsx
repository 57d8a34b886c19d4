import type { JSX } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { inLanguage } from '../board/in-language.ts';

/** Words that people wrote. */
export function FreeText(props: { options: WidgetOf<'text'>['options'] }): JSX.Element {
  return (
    <p class="free-text" data-size={props.options.size} dir="auto">
      {inLanguage(props.options.text)}
    </p>
  );
}

/** A picture that people put on the board. */
export function Picture(props: { options: WidgetOf<'image'>['options'] }): JSX.Element {
  return <img class="picture" src={props.options.source} alt={inLanguage(props.options.says)} />;
}
