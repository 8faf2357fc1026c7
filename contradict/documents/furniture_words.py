"""Generic wordings of site furniture, captions and stage directions, as patterns."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEAD_IN = re.compile(
    r"""(?:
      (?:advertisement|advertorial|sponsored(?:\ content)?|promoted|loading|menu|home)\W*$
    | (?:read|see|watch|listen|hear|view|related|more|also\ read|see\ also
        |find\ out\ more|learn\ more|explore|trending
        |recommended|tags?|topics?|share|sources?\ and\ credits)
        (?:\s+(?:more|also
        |next|stories|articles|on|this))?\s*[:|»›→]
    | (?:read|see|learn|find\ out|explore|show|view)\ (?:more|all|less)\b[^.!?]{0,80}(?:\.\.\.|…|$)
    | continue\ reading\b
    | (?:click|tap)\ (?:here|to|on)\b
    | (?:subscribe|sign\ up|sign\ in|log\ in|register)\b\W*
        (?:$|(?:to|for|now|today|here|with|and|or)\b)
    | (?:unsubscribe|follow\ (?:us|@|topics|the\ author))\b
    | (?:please\ |you\ need\ to\ |you\ must\ )?(?:enable|turn\ on|turn\ off|allow|use|update|upgrade
        |switch)\b[^.!?]{0,60}\b(?:javascript|cookies|browser|notifications?)\b
    | your\ (?:browser|ad\ ?blocker)\b
    | (?:we|(?:this|our)\ (?:web)?site|our\ partners|we\ and\ our\ partners)\b
        [^.!?]{0,60}\bcookies?\b
    | cookies?\ (?:policy|notice|settings|preferences|help)\b
    | by\ (?:continuing|clicking|using|signing|subscribing|browsing|entering)\b[^.!?]{0,90}
        \b(?:you|agree|accept|consent)\b
    | (?:accept|reject|manage)\ (?:all|cookies|preferences)\b
    | skip\ to\b | back\ to\ top\b | jump\ to\b
    | copyright\b\s*(?:©|\(c\)|\d{4}|by) | © | \(c\)\ ?\d{4}
    | (?:listen\ to|watch|play)\ (?:this|our|the)\b[^.!?]{0,40}
        \b(?:article|podcast|episode|clip|story)\W*$
    | share\ (?:this|on|via|with|by)\b[^.!?]{0,40}$
    | (?:get|receive)\b[^.!?]{0,60}\b(?:newsletters?|alerts|inbox|our\ app|notifications)\b
    | download\ (?:the|our)\b[^.!?]{0,30}\bapp\b
    | support\ (?:our|independent|quality)\ (?:journalism|reporting)
    | (?:this|the)\ (?:article|story|page|video|content|audio)\b[^.!?]{0,30}
        \b(?:was\ (?:originally|first)\ (?:published|posted)
        |is\ (?:no\ longer\ available|not\ available|auto-generated))
    | to\ (?:view|watch|play|see|hear)\ this\b
    | (?:most\ (?:read|popular|viewed|shared)|editor['’]?s['’]?\ picks?|top\ stories|latest\ news
        |you\ (?:may|might)\ (?:also\ )?like|what\ to\ read\ next|recommended\ for\ you)\b
    | (?:privacy\ policy|terms\ (?:of\ (?:use|service)|and\ conditions)|contact\ us|about\ us)
        \W*(?:$|[|·•])
    | (?:published|posted|updated|last\ updated|last\ modified|first\ published)
        \s*(?::|\bat\b|\bon\b)?\s*
        \w{0,10},?\s*\d
    | \d{1,3}\s*(?:min(?:ute)?s?\ (?:read|ago)
        |hours?\ ago|days?\ ago|comments?|shares?|views?)\b\W*$
    | https?://\S+\W*$ | www\.\S+\W*$ | \S+@\S+\.\w{2,8}\W*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
RESERVED = re.compile(r"\ball rights reserved\b", re.IGNORECASE)
CAPTION = re.compile(
    r"(?:image|media|photo|video) caption\b"
    r"|\W{0,2}(?:images?|photos?|pictures?|pic|file photo|file pic|photograph|videos?|audio|gif"
    r"|graphics?|infographic|map|chart|credit|image credit|photo credit|caption|illustration"
    r"|gallery|slideshow)(?:\s+(?:by|credit|courtesy)\b|\s+\d{1,3})?\s*(?::|\bcourtesy\b|/\s)"
    r"|(?:photo|photograph|picture|image|illustration)s?\s+(?:by|courtesy)\b"
    r"|FILE\s*[-–—]|\(\s*(?:photo|image|picture|credit)\b",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"(?:\(|/|\bvia\s|[.:]\s)(?:AP|AP Photo|AFP|Reuters|EPA|Getty|Getty Images|Shutterstock"
    r"|Alamy|PA|iStock)(?:\s?/[\w .'’-]{1,40})?\s*\)?\s*$"
)
STAGE = re.compile(r"[(\[*_\\]{1,4}[^()\[\]]{1,80}[)\]*_\\.]{1,4}")
STAGE_WORDS = 6
TIME_LINE = re.compile(
    r"(?:END\W*)?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?\s*(?:[AP]\.?\s?M\.?)?"
    r"\s*\(?(?:[A-Z]{2,5}|local time)?\)?\.?(?:\s*(?:-->|–|-)\s*\d[\d:.,]{3,12})?",
    re.IGNORECASE,
)
SEPARATED = re.compile(r"\s[|·•»›/]\s|\s::\s")
FOREIGN_LEAD = re.compile(r"(?:::|»|›|▶|►|→|<<|>>|\|)")
MARKUP_LINE = re.compile(
    r"#{1,6}(?:\s|$)|!\[|\||<[^<>]{0,300}>$|\[[^\]]{1,200}\]:\s*\S|`[^`]{0,200}`$|:{3,}|\{[^{}]*\}$"
)
LINKS_ONLY = re.compile(r"(?:\W*\[[^\[\]]{0,200}\]\([^()\s]{0,500}\))+\W*")

# A line without a full stop may still be a sentence: it then has a finite verb.
VERBS = _words(
    """
    is are was were be been am isn't aren't wasn't weren't has have had hasn't haven't hadn't do
    does did doesn't don't didn't will won't would wouldn't can can't cannot could couldn't shall
    should shouldn't may might must said says say told tells rose rises fell falls grew grows won
    wins lost loses made makes took takes gave gives met meets left leaves came comes went goes saw
    sees knew knows began begins became becomes held holds kept keeps sent sends built builds sold
    sells bought buys spent spends broke breaks spoke speaks wrote writes led leads ran runs means
    meant shows remains denies claims wants needs plans expects supports opposes believes thinks
    thought paid pays brought brings found finds put puts set sets cut cuts hit hits got gets
    stands stood lies lay
    """
)
