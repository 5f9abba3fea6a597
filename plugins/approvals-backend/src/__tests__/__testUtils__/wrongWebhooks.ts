import { WrongBody } from './wrongDeeds';

const webhook = { name: 'Wrong', url: 'https://hooks.example.com/' };

/** Endpoints with a fault each. */
export const wrongWebhooks: WrongBody[] = [
  ['createWebhook', 'no name', { url: webhook.url }, '/name'],
  ['createWebhook', 'no address', { name: 'x' }, '/url'],
  ['createWebhook', 'no web', { ...webhook, url: 'ftp://x.example/' }, '/url'],
  [
    'createWebhook',
    'no TLS',
    { ...webhook, url: 'http://hooks.example.com/' },
    '/url',
  ],
  ['createWebhook', 'here', { ...webhook, url: 'https://127.1/' }, '/url'],
  [
    'createWebhook',
    'the cloud',
    { ...webhook, url: 'https://0xa9fea9fe/latest/' },
    '/url',
  ],
  [
    'createWebhook',
    'a password',
    { ...webhook, url: 'https://a:b@hooks.example.com/' },
    '/url',
  ],
  [
    'createWebhook',
    'an event that there is not',
    { ...webhook, types: ['request.approved', 'request.blessed'] },
    '/types/1',
  ],
  [
    'createWebhook',
    'no key of a policy',
    { ...webhook, policyKeys: ['No Key'] },
    '/policyKeys/0',
  ],
  ['createWebhook', 'no use', { ...webhook, usedFor: [] }, '/usedFor'],
  ['createWebhook', 'its own secret', { ...webhook, secret: 'x' }, '/secret'],
  ['updateWebhook', 'here', { url: 'https://[::1]/' }, '/url'],
  ['updateWebhook', 'maybe', { enabled: 'maybe' }, '/enabled'],
  ['rotateWebhookSecret', 'no answer', { keepOld: 'x' }, '/keepOld'],
];
