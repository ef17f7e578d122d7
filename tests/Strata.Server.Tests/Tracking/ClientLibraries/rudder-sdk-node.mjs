// What an application does with RudderStack's library: node rudder-sdk-node.mjs SERVER KEY
import rudder from '@rudderstack/rudder-sdk-node';

const [server, key] = process.argv.slice(2);
const RudderAnalytics = rudder.default ?? rudder;
const analytics = new RudderAnalytics(key, { dataPlaneUrl: server, flushAt: 20, flushInterval: 100_000 });

analytics.identify({ userId: 'rudder-user', context: { traits: { email: 'bob@a02.example', firstName: 'Bob' } } });
analytics.group({ userId: 'rudder-user', groupId: 'a02' });
analytics.track({ userId: 'rudder-user', event: 'Report Exported', properties: { rows: 1200 }, originalTimestamp: new Date(Date.now() - 60_000) });
analytics.page({ userId: 'rudder-user', name: 'Docs', properties: { path: '/docs' } });
analytics.screen({ userId: 'rudder-user', name: 'Home' });
analytics.alias({ userId: 'rudder-user', previousId: 'rudder-old' });
await new Promise((resolve, reject) => {
  analytics.flush((error) => (error ? reject(error) : resolve()));
});
process.exit(0);
