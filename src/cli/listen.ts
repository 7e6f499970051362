import type { App } from '../http/app-types.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Why an address can not be listened to, and what would help. */
export function listenProblem(error: unknown, host: string, port: number): CommandError {
  const place = `${host}:${port}`;
  const code = codeOf(error);
  switch (code) {
    case 'EADDRINUSE':
      return new CommandError(
        exitCodes.failed,
        `Port ${port} on ${host} is in use by another program. Stop it, or choose another port: --port ${port === 65_535 ? port - 1 : port + 1}`,
        { cause: error },
      );
    case 'EACCES':
      return new CommandError(
        exitCodes.failed,
        `This user may not listen on ${place}. Ports below 1024 are for root; choose a higher one with --port.`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError(
        exitCodes.failed,
        `"${host}" is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own with --host.`,
        { cause: error },
      );
    default:
      return new CommandError(
        exitCodes.failed,
        `${place} can not be listened to${code === undefined ? '' : ` [${code}]`}.`,
        { cause: error },
      );
  }
}

/** Listens where told and gives the port, which the system has chosen when 0 was asked for. */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenProblem(error, host, port);
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
