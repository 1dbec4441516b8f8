import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { oneOf, someOf, text, useUrlState, words } from './useUrlState';

const fields = {
  search: text,
  kind: someOf(['chat', 'image']),
  provider: words,
  sort: oneOf(['name', 'price']),
};

function render(address: string) {
  return renderHook(
    () => ({ ...useUrlState(fields), address: useLocation().search }),
    {
      wrapper: (props: { children: ReactNode }) => (
        <MemoryRouter initialEntries={[address]}>{props.children}</MemoryRouter>
      ),
    },
  );
}

it('reads a shared link, and the default where it says nothing or nonsense', () => {
  const { result } = render(
    '/?search=claude&kind=image&kind=nonsense&provider=a&provider=a&sort=upside-down',
  );
  expect(result.current.state).toEqual({
    search: 'claude',
    kind: ['image'],
    provider: ['a'],
    sort: 'name',
  });
});

it('writes only what differs from the default, and leaves others’ parameters alone', () => {
  const { result } = render('/?theirs=1&kind=chat');
  act(() => result.current.setState({ sort: 'price', kind: [] }));
  expect(result.current.address).toBe('?theirs=1&sort=price');
  act(() => result.current.setState({ sort: 'name' }));
  expect(result.current.address).toBe('?theirs=1');
});

it('never puts what looks like a key into the address', () => {
  const { result } = render('/');
  act(() => result.current.setState({ search: 'sk-canary123' }));
  expect(result.current.address).toBe('');
});
