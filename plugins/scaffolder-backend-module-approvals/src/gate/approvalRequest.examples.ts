import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Ask for all environments at once, then wait until all are approved',
    example: stringify({
      steps: [
        {
          id: 'ask',
          name: 'Ask for approval',
          each: '${{ parameters.environments }}',
          action: 'approval:request',
          input: {
            policy: 'deployment',
            title: 'Deploy to ${{ each.value }}',
            subject: { type: 'deployment', id: '${{ each.value }}' },
            key: '${{ each.value }}',
          },
        },
        {
          id: 'wait',
          name: 'Wait for approval',
          action: 'approval:wait',
          input: { requests: '${{ steps.ask.output.requestId }}' },
        },
      ],
    }),
  },
];
