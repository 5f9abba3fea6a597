import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Wait until a database user is approved, then make it',
    example: stringify({
      steps: [
        {
          id: 'approval',
          name: 'Wait for approval',
          action: 'approval:gate',
          input: {
            policy: 'database-user',
            title: 'Database user ${{ parameters.username }}',
            subject: {
              type: 'database-user',
              id: '${{ parameters.environment }}/${{ parameters.username }}',
              entityRef: '${{ parameters.system }}',
            },
            context: {
              environment: '${{ parameters.environment }}',
              access: '${{ parameters.access }}',
            },
          },
        },
        {
          id: 'create',
          name: 'Create the user',
          action: 'postgres:provision',
          input: { approval: '${{ steps.approval.output.requestId }}' },
        },
      ],
    }),
  },
  {
    description: 'Go on when it is rejected, too, and do something else then',
    example: stringify({
      steps: [
        {
          id: 'approval',
          name: 'Wait for approval',
          action: 'approval:gate',
          input: {
            policy: 'deployment',
            subject: {
              type: 'deployment',
              id: '${{ parameters.service }}/${{ parameters.version }}',
            },
            onRejected: 'continue',
          },
        },
        {
          id: 'tell',
          name: 'Tell why not',
          if: "${{ steps.approval.output.status !== 'approved' }}",
          action: 'debug:log',
          input: { message: '${{ steps.approval.output.comments | dump }}' },
        },
      ],
    }),
  },
  {
    description: 'Ask for each environment, one after the other',
    example: stringify({
      steps: [
        {
          id: 'approval',
          name: 'Wait for approval',
          each: '${{ parameters.environments }}',
          action: 'approval:gate',
          input: {
            policy: 'deployment',
            title: 'Deploy to ${{ each.value }}',
            subject: { type: 'deployment', id: '${{ each.value }}' },
            key: '${{ each.value }}',
          },
        },
      ],
    }),
  },
];
