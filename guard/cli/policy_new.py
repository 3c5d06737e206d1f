"""`guard policy new`: asks for a policy with its examples, writes its file and tries it at once."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from guard.cli.policy_answers import Answers, Desk, composed
from guard.cli.policy_pack import bound
from guard.cli.policy_questions import ask, fill, questions, take
from guard.cli.say import put, say
from guard.engine.prove import Proof, Tried, prove
from guard.errors import GuardError, PolicyError, Problem, UsageError
from guard.policy.loader import PACK_FILE
from guard.policy.marked import load
from guard.policy.writing import written

ENOUGH = 3
"""Examples each way that a policy should have."""

_DRAFT = "new-policy-draft"
_INTERRUPTED = 130
_WIDTH = 64
_ABOUT = """
At a terminal every question that no option answers is asked; without one, options and defaults have to do:

  guard policy new --virtue respect --slug shrugs-it-off --title "Shrugs the complaint off" \\
    --why "Who hears that it is no big deal learns that nobody will look." --phrase "no big deal" \\
    --bad "It's no big deal." --good "That is a big deal, and I'm on it." --into my-policies

A line that ends in \\ goes on in the next one. Ctrl-C keeps what was answered in a draft file (--from goes on with it).
Exit status: 0 every example holds, 1 the policy is written and some example does not hold, 2 it is not written."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `new` asks, as options.

    Args:
        parser: of the action.
    """
    parser.epilog = _ABOUT
    parser.add_argument(
        "--into", type=Path, default=Path("policies"), metavar="DIR", help="the folder of your policies (policies)"
    )
    parser.add_argument("--from", dest="draft", type=Path, metavar="FILE", help="go on with a draft")
    for question in questions():
        shape: dict[str, Any] = {"nargs": "+", "action": "extend"} if question.many else {}
        parser.add_argument(f"--{question.key}", metavar=question.key.upper(), help=question.help, **shape)
    parser.set_defaults(func=new)


def new(args: argparse.Namespace) -> int:
    """Gather the answers, write the policy, try its examples.

    Raises:
        PolicyError: when a policy of the folder cannot be used.
        UsageError: when an answer cannot be used or is missing, or the file is there already.
    """
    desk = Desk(args.into)
    answers: Answers = {}
    asking = sys.stdin.isatty()
    try:
        take(_given(args), answers, desk)
        if asking:
            ask(answers, desk, lambda: input("> "), say)
        fill(answers, desk)
        path = _write(composed(answers, desk), answers, desk)
    except (KeyboardInterrupt, EOFError):
        _keep(answers)
        return _INTERRUPTED
    except GuardError:
        if asking:
            _keep(answers)
        raise
    return _try_out(path, desk, answers)


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """Return the answers of the draft, and over them those of the options."""
    given: dict[str, Any] = _read(args.draft) if args.draft is not None else {}
    options = {question.key: getattr(args, question.key) for question in questions()}
    return {**given, **{key: value for key, value in options.items() if value is not None}}


def _read(draft: Path) -> dict[str, Any]:
    """Read a draft back."""
    do = "give the draft that guard policy new has kept"
    try:
        value = load(str(draft), draft.read_text(encoding="utf-8")).value
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError([Problem(str(draft), "a draft", type(error).__name__, do)]) from None
    except PolicyError as error:
        raise UsageError(error.problems) from None
    if not isinstance(value, dict):
        raise UsageError([Problem(str(draft), "answers by question", type(value).__name__, do)])
    return {str(key): answer for key, answer in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _write(policy: dict[str, Any], answers: Answers, desk: Desk) -> Path:
    """Write the file, and a `pack.yaml` beside the first policy of a folder; never over one that is there."""
    path = desk.path_of(answers)
    desk.free(answers, "--slug")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written(policy))
        pack = desk.into / PACK_FILE
        if desk.is_new:
            settings = {"spec": 1, "name": desk.into.resolve().name, "version": "0.1.0", "extends": "packaged"}
            with pack.open("x", encoding="utf-8", newline="\n") as file:
                file.write(written(settings))
            put(f"wrote {pack}: the packaged policies, and yours beside them")
    except OSError as error:
        got = error.strerror or type(error).__name__
        raise UsageError(
            [Problem(str(path), "a file that can be written", got, "give --into another folder")]
        ) from None
    put(f"wrote {path} ({policy['code']}, a {policy['stage']}: reported, never acts)")
    return path


def _keep(answers: Answers) -> None:
    """Keep what was answered in a file of its own, or on standard output where no file can be written."""
    if not answers:
        return
    text = written(answers)
    number = 1
    while True:
        path = Path(f"{_DRAFT}.yaml" if number == 1 else f"{_DRAFT}-{number}.yaml")
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            number += 1
        except OSError:
            put(text.rstrip("\n"))
            return
        else:
            say(f"\nkept your answers in {path}; go on with: guard policy new --from {path}")
            return


def _try_out(path: Path, desk: Desk, answers: Answers) -> int:
    """Run the examples of the whole pack, for a new policy may catch what others must leave alone."""
    pack, engine = bound(desk.into)
    proof = prove(engine, pack)
    name = desk.id_of(answers)
    own = [tried for tried in proof.tries if tried.policy == name]
    for tried in own:
        put(_told(tried))
    caused = [p for t in proof.tries if t.policy != name for p in t.problems if p.got.startswith(f"{name} on ")]
    for problem in (*(p for t in own for p in t.problems), *caused):
        put(str(problem))
    holding = sum(not tried.problems for tried in own)
    put(f"{holding} of {len(own)} examples hold" + (f"; {len(caused)} of other policies do not" if caused else ""))
    for hint in _hints(proof, path, answers):
        say(hint)
    return 0 if holding == len(own) and not caused else 1


def _told(tried: Tried) -> str:
    """Say on one line whether an example holds, and on which words it is caught."""
    flat = " ".join(tried.text.split())
    short = flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 1]}…"
    on = " and ".join(f"“{words}”" if words else "an absence" for words in tried.caught)
    caught = f", caught on {on}" if tried.caught else ""
    return f"  {'holds' if not tried.problems else 'FAILS'}  {tried.sort} {tried.number + 1}: “{short}”{caught}"


def _hints(proof: Proof, path: Path, answers: Answers) -> list[str]:
    """Say what would make the policy better."""
    hints = [f"not tried yet: {p.expected}" for p in proof.uncovered if p.where.startswith(f"{path}:")]
    hints += [
        f"“{phrase}” is found only with its punctuation; leave that out unless you mean it"
        for phrase in (*answers["phrase"], *answers.get("unless", ()))
        if phrase.rstrip()[-1] in ".!,;:"
    ]
    few = [sort for sort in ("bad", "good") if len(answers[sort]) < ENOUGH]
    if few:
        hints.append(f"fewer than {ENOUGH} {' and '.join(few)} examples: near misses are what keeps a policy precise")
    hints.append("next: guard policy test --coverage, then read what it finds in your conversations (guard check)")
    return hints
