"""All measures of the assessment, in the order in which they are told: a module of `analysis` for each subject."""

from analysis import air, coalition, coverage, line, monitoring, sea, sustained
from analysis.measure import Measure

MEASURES: tuple[Measure, ...] = (
    *line.MEASURES,
    *monitoring.MEASURES,
    *coalition.MEASURES,
    *air.MEASURES,
    *sea.MEASURES,
    *coverage.MEASURES,
    *sustained.MEASURES,
)
#: What ids of measures begin with.
SUBJECTS = frozenset(measure.id.split(".")[0] for measure in MEASURES)
