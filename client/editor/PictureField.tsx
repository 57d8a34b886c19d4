import { createSignal, type JSX, Show } from 'solid-js';
import { FileButton } from '../pages/FileButton.tsx';
import { Tell, word } from './words.ts';

/** Three quarters of what the schema takes, for a data URL writes three bytes in four letters. */
const MAX_BYTES = 299_000;
const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

/** A picture from a file, kept with the board itself: screens fetch nothing from elsewhere. */
export function PictureField(props: { source: string; wrong: string | null; onChoose: (source: string) => void }): JSX.Element {
  const [refused, setRefused] = createSignal<{ readonly of: 'pictureWrong' | 'pictureLarge'; readonly file: string } | null>(null);
  const take = async (file: File | null) => {
    if (file === null) return;
    if (!TYPES.includes(file.type)) setRefused({ of: 'pictureWrong', file: file.name });
    else if (file.size > MAX_BYTES) setRefused({ of: 'pictureLarge', file: file.name });
    else {
      const source = await dataUrl(file);
      setRefused(null);
      props.onChoose(source);
    }
  };
  return (
    <div class="field ed-picture" data-field="source">
      <Show when={props.source !== ''}>
        <img src={props.source} alt="" />
      </Show>
      <FileButton name="picture" accept={TYPES.join(',')} onChoose={(file) => void take(file)}>
        {word('pictureChoose')}
      </FileButton>
      <small>{word('pictureKinds')}</small>
      <Show when={refused()} fallback={<Show when={props.wrong}>{(text) => <p class="fault">{text()}</p>}</Show>}>
        {(why) => (
          <p class="fault" role="alert">
            <Tell of={why().of} with={{ file: why().file }} />
          </p>
        )}
      </Show>
    </div>
  );
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(`${file.name} cannot be read`)));
    reader.readAsDataURL(file);
  });
}
