import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderPage } from '../__testUtils__/render';
import { ToolbarSelect } from './Toolbar';

type Colour = 'red' | 'green';

const Chooser = (props: { onChange: (colour?: Colour) => void }) => {
  const [colour, setColour] = useState<Colour>();
  return (
    <ToolbarSelect
      label="Colour"
      any="Any colour"
      options={[
        { id: 'red', label: 'Red' },
        { id: 'green', label: 'Green' },
      ]}
      value={colour}
      onChange={next => {
        setColour(next);
        props.onChange(next);
      }}
    />
  );
};

describe('a choice of a toolbar', () => {
  it('narrows to an option, and to nothing again', async () => {
    const onChange = jest.fn();
    renderPage(<Chooser onChange={onChange} />, { api: {} });
    const choose = async (option: string) => {
      await userEvent.click(await screen.findByRole('button'));
      await userEvent.click(
        await screen.findByRole('option', { name: option }),
      );
    };

    expect(await screen.findByRole('button')).toHaveTextContent('Any colour');
    await choose('Green');
    expect(screen.getByRole('button')).toHaveTextContent('Green');
    await choose('Any colour');
    expect(screen.getByRole('button')).toHaveTextContent('Any colour');
    expect(onChange.mock.calls).toEqual([['green'], [undefined]]);
  });
});
