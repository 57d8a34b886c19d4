/**
 * The way of commands to the running server: loopback only, at a port and with a token that lie in `MOKED_DATA`, readable by its user alone.
 * One job a connection; its progress comes as lines of JSON.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse, v } from '../../shared/schema.ts';
import { type JobContext, runJob } from './jobs.ts';

export const addressSchema = v.object({ port: v.number(), token: v.string(), pid: v.number() });
export const controlFile = (dataDir: string) => join(dataDir, 'control.json');

const MAX_BODY = 64 * 1024;

/** Opens the socket and leaves its address; `close` takes both away. */
export async function openControl(dataDir: string, context: JobContext): Promise<{ close(): void }> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    answer(request, response, token, context).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  leaveAddress(controlFile(dataDir), JSON.stringify({ port, token, pid: process.pid }));
  return {
    close() {
      rmSync(controlFile(dataDir), { force: true });
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A command reads the file at any moment: it finds none, or a whole one. */
function leaveAddress(file: string, address: string): void {
  const written = `${file}.${process.pid}`;
  // What a process of the same number left when it was killed may be readable by others.
  rmSync(written, { force: true });
  writeFileSync(written, address, { mode: 0o600 });
  renameSync(written, file);
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string, context: JobContext): Promise<void> {
  if (!isToken(request.headers.authorization ?? '', token) || request.method !== 'POST') {
    response.writeHead(401).end();
    return;
  }
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY) return void response.writeHead(413).end();
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  // Long before the first step is done: whoever asked has to know that it was taken.
  response.flushHeaders();
  for await (const progress of runJob(context, readJson(body))) response.write(`${JSON.stringify(progress)}\n`);
  response.end();
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isToken(header: string, token: string): boolean {
  const given = Buffer.from(header);
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Reads an address that a server left. */
export function parseAddress(text: string) {
  return parse(addressSchema, readJson(text));
}
