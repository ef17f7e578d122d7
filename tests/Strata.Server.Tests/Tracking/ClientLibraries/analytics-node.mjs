// What an application does with the library of the Segment spec: node analytics-node.mjs SERVER KEY
import { Analytics } from '@segment/analytics-node';

const [server, key] = process.argv.slice(2);
const analytics = new Analytics({ writeKey: key, host: server, flushAt: 3 });
analytics.on('error', (error) => {
  console.error(error);
  process.exitCode = 1;
});

// Three requests at a time, which the server may take in any order.
analytics.on('http_response', ({ status, body }) => {
  const { batch } = JSON.parse(body);
  console.log(status, batch.map((message) => `${message.type} ${message.timestamp}`).join(', '));
});

analytics.track({ anonymousId: 'node-visitor', event: 'Seen Before', properties: { n: 1 } });
analytics.identify({ userId: 'node-user', anonymousId: 'node-visitor', traits: { email: 'ada@a01.example', name: 'Ada Lee', jobTitle: 'VP Finance' } });
analytics.group({ userId: 'node-user', groupId: 'a01', traits: { industry: 'SaaS' } });
analytics.track({
  userId: 'node-user',
  event: 'Order Completed',
  properties: { total: 19.5, coupon: 'SPRING', items: ['a', 'b'] },
  timestamp: new Date(Date.now() - 3_600_000),
  messageId: 'node-order',
});
analytics.track({ userId: 'node-user', event: 'Order Completed', messageId: 'node-order' });
analytics.page({ userId: 'node-user', name: 'Pricing', properties: { url: 'https://www.example.com/pricing?utm_campaign=spring' } });
analytics.screen({ userId: 'node-user', name: 'Settings' });
analytics.alias({ userId: 'node-user', previousId: 'node-old' });
await analytics.closeAndFlush();
