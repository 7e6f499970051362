import type { Call } from '../../sandbox/call.ts';

export interface CallInWords {
  readonly text: string;
  readonly mood: 'good' | 'bad' | 'plain';
}

/** What PagerDuty made of a call, for a person who reads along; `summary` is what the alarm is called. */
export function describeCall(call: Call, summary: string): CallInWords {
  const { effect, incident, status, action } = call;
  const named = `incident ${incident}, “${summary}”`;
  const isLost = status === undefined;
  switch (effect) {
    case 'opened':
      return isLost
        ? { text: `opens ${named}, and pages somebody; but its answer gets lost`, mood: 'bad' }
        : { text: `opens ${named}: somebody is paged`, mood: 'good' };
    case 'repeated': {
      const text = `knows “${summary}” as incident ${incident}: nobody is paged a second time`;
      return isLost ? { text: `${text}; this answer gets lost, too`, mood: 'plain' } : { text, mood: 'good' };
    }
    case 'acknowledged':
      return { text: `acknowledges ${named}`, mood: 'good' };
    case 'resolved':
      return { text: `resolves ${named}`, mood: 'good' };
    case 'dropped':
      return { text: `has no open incident “${summary}”: nothing to ${action}`, mood: 'plain' };
    case 'failed':
      return { text: `answers ${status} to “${summary}”; Tocsin keeps it`, mood: 'bad' };
    default:
      return { text: `${call.why} (“${summary}”)`, mood: 'bad' };
  }
}
