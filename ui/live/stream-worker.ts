/// <reference lib="webworker" />
import { channelName, type LiveMessage, question, tryNow } from './messages.ts';
import { StreamReader } from './read-stream.ts';

// One for all tabs of a browser, since HTTP/1.1 gives a page six connections to a server, and eight tabs with a stream
// each would leave none for the rest. It lives as long as any tab.

const channel = new BroadcastChannel(channelName);
const tell = (message: LiveMessage) => channel.postMessage(message);
const reader = new StreamReader(tell);

channel.addEventListener('message', ({ data }) => {
  if (data === question) tell({ what: 'connection', isOpen: reader.isOpen });
  if (data === tryNow) reader.tryNow();
});
reader.start();
