import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogFileError, openLogFile } from '../../../server/control/log-file.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moked-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: Uint8Array | string): Promise<string[]> {
  const path = join(folder, 'queue_log');
  writeFileSync(path, content);
  const { lines, share } = await openLogFile(path);
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  expect(share()).toBe(1);
  return all;
}

const TEXT = '1|a|שלום|x|JOIN\n2|b|q|x|JOIN\r\n3|c|q|x|JOIN';

test('a plain file and a packed one are the same lines, the last one with or without its line feed', async () => {
  const lines = ['1|a|שלום|x|JOIN', '2|b|q|x|JOIN\r', '3|c|q|x|JOIN'];
  expect(await read(TEXT)).toEqual(lines);
  expect(await read(gzipSync(`${TEXT}\n`))).toEqual(lines);
  expect(await read(Buffer.concat([gzipSync('1\n'), gzipSync('2\n')]))).toEqual(['1', '2']);
  expect(await read('')).toEqual([]);
});

test('letters that fall on the border of two reads stay whole', async () => {
  const long = Array.from({ length: 5000 }, (_, n) => `${n}|שלום וברכה לכולם|`);
  expect(await read(long.join('\n'))).toEqual(long);
});

test.each([
  ['a packed file that ends in the middle', gzipSync(TEXT).subarray(0, 30), /ends in the middle: import it again/],
  ['a packed file that is damaged', Buffer.from('1f8b6761726261676521', 'hex'), /cannot be unpacked .*damaged/],
  ['rubbish', Buffer.from([65, 0, 66]), /is no text/],
  ['rubbish, packed', gzipSync(Buffer.from([65, 0, 66])), /is no text/],
  ['one long line', 'a'.repeat(200_000), /a line of more than/],
  ['another way of packing', Buffer.from('425a6839', 'hex'), /unpack it first \(bunzip2\)/],
])('%s ends in a sentence', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
  await expect(read(content)).rejects.toBeInstanceOf(LogFileError);
});

test('a folder, a file that is not there, a device', async () => {
  mkdirSync(join(folder, 'sub'));
  await expect(openLogFile(join(folder, 'sub'))).rejects.toThrow(/is a folder: name the file in it, such as .*sub\/queue_log/);
  await expect(openLogFile(join(folder, 'nothing'))).rejects.toThrow(/there is no file/);
  await expect(openLogFile('/dev/null')).rejects.toThrow(/is no file/);
});
