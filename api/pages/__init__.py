"""The web pages: rendered here, whole without JavaScript, and quicker to use with it.

How a page is made, and what a new one keeps to:

- **Route** (`routes/`, one file a concern, its module named in `mounting.ROUTES`): asks by `visit.run(...)`,
  never on the event loop, and answers with `show(visit, "name.html.jinja", view, title=...)`. A page that shows
  something takes `visit: Reading` (`visits.Reading`); one that anybody may see takes `visits.Open`.
- **View** (`views/`): frozen dataclasses made by pure functions from values of the library. All words, figures and
  addresses are decided there; a template only places them. `views/words.py` says numbers, dates and names,
  `views/cards.py` a paper (`card_of`, `card_of_item`, `card_of_hit`), `views/bars.py` how much is done.
- **Template** (`templates/`): `{% extends "layout.html.jinja" %}` and fills the blocks `main`, where needed `styles`
  (more `<link>`s), `scripts` (`<script type="module" src="{{ static('name.js') }}">`), `above` (a line above the
  heading) and `lead` (a text below it). The heading is the frame's: one `h1` a page, then `h2`. It sees `frame` and
  `view`. Everything is escaped; `|safe` appears nowhere.
- **Macros**: `macros/papers.html.jinja` (`card(frame, card, level)`, `rows(cards)`), `macros/marks.html.jinja`
  (`marks(frame, marks)`), `macros/forms.html.jinja` (`csrf(frame)`), `macros/notices.html.jinja` (`notes(lines)`,
  `empty(text)`, `bar(bar, name)`).
- **Change** (a form): `method="post"` with `{{ forms.csrf(frame) }}`, shown where `frame.may_write`. Its route takes
  `sent: Writing` (`visits.Writing`), reads `sent.field("name")`, asks `sent.visit.run(...)` and answers with
  `back_to(sent, "/default")`, a 303.
- **Style** (`static/`): the names of colours and sizes are in `base.css`, what several pages share in `parts.css`
  (`.panel`, `.beside` with an `aside`, `.stacked` forms, `.table`, `.badges`, `.plainlist`, `button.main`); a page's
  own in a file of its own. The server's policy forbids what is inline: no `style=`, no `onclick=`, no script in the
  page. Bars are `<progress>`.
- **Script** (`static/*.js`): a module of its own for one concern, which makes better what works without it. What
  changes is told in `#told` (`aria-live`).
- **Pictures**: `topic.html.jinja` includes `templates/pictures/topic.html.jinja` in its block `pictures` where there is
  one; it sees `frame` and `view` (a `ListView`: `view.slug` is "" for lists on any text).
- **Navigation**: a line in `navigation.PLACES`.
- **Errors** are raised as everywhere in `api`; `errors.ErrorPages` shows them to browsers as pages.
"""
