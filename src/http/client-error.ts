import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorAnswer, errorAnswer } from './status-of.ts';

/** Bytes that the request line and the headers may have together. */
export const maxHeaderSize = 16 * 1024;

/** What to tell a client of which Node could not read the request, by the code of Node's error. */
export function clientErrorAnswer(code: string | undefined): ErrorAnswer {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return errorAnswer(
        431,
        `The URL and the headers of the request are larger than ${maxHeaderSize / 1024} KiB, or more than 900 headers.`,
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return errorAnswer(
        408,
        'The request took too long to arrive: its headers have 10 seconds, all of it has 30.',
      );
    default:
      return errorAnswer(
        400,
        'This is not a request that can be read: HTTP/1.1 is spoken here. Look at the method, the header lines and Content-Length.',
      );
  }
}

/** Answers what Node's parser could not read as HTTP, in the shape of every other refusal. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = clientErrorAnswer(error.code);
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${answer.statusCode} ${answer.error}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Answers a request that expects more of a server than HTTP has (`Expect`), which Node would leave without a word. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const answer = errorAnswer(417, 'Only "Expect: 100-continue" can be met: leave other expectations out.');
  const body = JSON.stringify(answer);
  response.writeHead(417, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  response.end(body);
}
