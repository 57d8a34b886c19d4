/** Where the screen came from, if that is a page of ours; anything else leads to the wall. */
export function wayBack(search: string): string {
  const back = new URLSearchParams(search).get('back') ?? '/';
  return /^\/(?![/\\])/.test(back) && !back.startsWith('/enter') ? back : '/';
}
