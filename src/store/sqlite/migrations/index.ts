import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { delivery } from './0002-delivery.ts';
import { sessions } from './0003-sessions.ts';
import { rules } from './0004-rules.ts';
import { secrets } from './0005-secrets.ts';
import { heartbeats } from './0006-heartbeats.ts';

/** Every migration, in rising order. One that was released is never edited: its checksum is in people's databases. */
export const migrations: readonly Migration[] = [first, delivery, sessions, rules, secrets, heartbeats];
