/** What the server says about itself: name, first language, zone. Asked once a page. */
import { createSignal } from 'solid-js';
import { v } from '../shared/schema.ts';
import { type ApiError, getJson } from './api.ts';
import { defaultLocale } from './i18n/locale.ts';

const siteSchema = v.object({
  name: v.nullable(v.string()),
  locale: v.string(),
  timezone: v.string(),
  demo: v.boolean(),
  /** The day that people mean: in a night shift the one in which it began. */
  day: v.string(),
  /** The business day under way. */
  today: v.optional(v.string()),
  /** Whether who looks may change settings. */
  mayWrite: v.optional(v.boolean(), false),
  /** The address of the first steps, as the machine of the server opens it. */
  startAt: v.optional(v.string()),
});
type Site = v.InferOutput<typeof siteSchema>;

const [site, setSite] = createSignal<Site | null>(null);

export { site };

/** The business day under way, once it is known. */
export const today = (): string | undefined => site()?.today ?? site()?.day;

/** Asks again; what was known stays if it fails. Someone who may not look is sent to enter the key of the wall. */
export async function askSite(): Promise<ApiError | null> {
  const answer = await getJson(siteSchema, '/api/v1/site');
  if (!answer.ok) {
    if (answer.error.status === 401 || answer.error.status === 403) goToEnter();
    return answer.error;
  }
  setSite(answer.value);
  defaultLocale(answer.value.locale);
  return null;
}

/** True for whoever may change something and has something to point with: a screen on a wall has neither. */
export const isAtDesk = (): boolean => site()?.mayWrite === true && matchMedia('(hover: hover) and (pointer: fine)').matches;

/** The page where a screen gets its key; it leads back to where it came from. */
export function goToEnter(): void {
  const { pathname, search } = location;
  if (pathname !== '/enter') location.assign(`/enter?back=${encodeURIComponent(pathname + search)}`);
}
