import { connectorFormTexts as texts } from '../texts/connector-form.ts';

/** A refusal of the server, at the field that it is about; `undefined`: it is about none of them. */
export interface ServerFault {
  readonly field: 'name' | 'apiUrl' | 'key' | undefined;
  readonly message: string;
}

const ofName = '[request body.name]: ';
const ofKey = /^error validating connector type secrets: /;
const ofUrl = /^error validating connector type config: (?:error configuring pagerduty action: )?/;
const notAllowed = /target url "(?<url>[^"]*)" is not added to .*allowedHosts/;

/** Finds the field that a refusal to save a connector is about (contract 1.3), and says it without the prefixes. */
export function serverFaultOf(message: string): ServerFault {
  if (message.startsWith(ofName)) return { field: 'name', message: message.slice(ofName.length) };
  if (ofKey.test(message)) return { field: 'key', message: bare(message.replace(ofKey, '')) };
  if (ofUrl.test(message)) return { field: 'apiUrl', message: urlMessage(message.replace(ofUrl, '')) };
  return { field: undefined, message };
}

function urlMessage(message: string): string {
  const url = notAllowed.exec(message)?.groups?.url;
  if (url === undefined) return bare(message);
  return texts.faults.notAllowed(URL.parse(url)?.hostname ?? url);
}

/** Without the marks of a list of problems: "✖ … \n  → at routingKey". */
function bare(message: string): string {
  return message.replace(/\n\s*→ at \S+/g, '').replace(/^✖ /gm, '');
}

/** Why a connector is not simply deleted, without the advice that is for programs: the dialog has buttons for it. */
export function whyInUse(message: string): string {
  return message.replace(/ Delete it with \?force=true.*$/s, '');
}
