"""The calculators of tests: one line each."""

from assistant.calculators.experiments.ab_test import ab_test
from assistant.calculators.experiments.arms import AbTestInputs
from assistant.calculators.experiments.duration import DurationInputs, duration
from assistant.calculators.experiments.holdout import HoldoutInputs, holdout
from assistant.calculators.experiments.looking_early import (
    PeekingInputs,
    SequentialInputs,
    peeking,
    sequential,
)
from assistant.calculators.experiments.mean_size import MeanSizeInputs, mean_sample_size
from assistant.calculators.experiments.means import MeansInputs, means
from assistant.calculators.experiments.planning import TestInputs, sample_size
from assistant.calculators.experiments.power import PowerInputs, detectable_effect, power
from assistant.calculators.experiments.ratio_metric import RatioInputs, ratio_metric
from assistant.calculators.experiments.sample_ratio import SrmInputs, srm
from assistant.calculators.record import CONVENTION, STANDARD, Calculator, names

EXPERIMENTS: tuple[Calculator, ...] = (
    Calculator(
        "sample_size",
        "A/B sample size",
        "Visitors a test needs",
        TestInputs,
        sample_size,
        "n = (z_(1-a/2) sqrt(2p(1-p)) + z_power sqrt(p1(1-p1) + p2(1-p2)))^2 / (p2 - p1)^2",
        f"{STANDARD} (pooled two-proportion z test)",
        names(
            "ab sample size, a b sample size, test size, ab_sample_size, samplesize, "
            "ab_test_sample_size"
        ),
    ),
    Calculator(
        "duration",
        "A/B test duration",
        "How long a test runs",
        DurationInputs,
        duration,
        "days = groups x n / (visitors per day x share in test)",
        f"{STANDARD}; rounding to full weeks: our rule",
        names("test duration, ab duration, ab_test_duration"),
    ),
    Calculator(
        "power",
        "A/B power",
        "The chance to see a true effect",
        PowerInputs,
        power,
        "power of the pooled two-proportion z test",
        STANDARD,
        names("ab power, test power, statistical power, ab_test_power"),
    ),
    Calculator(
        "detectable_effect",
        "Detectable effect",
        "The smallest effect a test can see",
        PowerInputs,
        detectable_effect,
        "the effect at which the pooled z test has the wanted power",
        STANDARD,
        names("mde, minimum detectable effect, ab_mde, min_detectable_effect"),
    ),
    Calculator(
        "mean_sample_size",
        "Sample size for a mean",
        "Users per group for a test of order value or another mean; its power, or what it can detect",
        MeanSizeInputs,
        mean_sample_size,
        "power of a t test at d = difference / sd, noncentral t with 2n - 2 degrees of freedom",
        STANDARD,
        names(
            "sample size for means, sample size means, means sample size, t test sample size, "
            "sample size t test, ttest power, t test power, mean power, power means"
        ),
    ),
    Calculator(
        "ab_test",
        "A/B significance",
        "Is a difference in conversion more than chance?",
        AbTestInputs,
        ab_test,
        "z = (p_b - p_a) / sqrt(p(1-p)(1/n_a + 1/n_b))",
        f"{STANDARD} (pooled z, Newcombe interval, Holm)",
        names(
            "significance, ab significance, ab, a b test, ab_significance, proportions, "
            "proportion test, two proportions, ab_test_proportions, multi variant test, "
            "abn test"
        ),
    ),
    Calculator(
        "means",
        "Test of two means",
        "Is a difference in order value more than chance?",
        MeansInputs,
        means,
        "t = (m_b - m_a) / sqrt(s_a^2/n_a + s_b^2/n_b)",
        f"{STANDARD} (Welch)",
        names("welch, t test, ttest, aov test, means test, welch t test, mean difference"),
    ),
    Calculator(
        "ratio_metric",
        "Test of a ratio metric",
        "Revenue per order or session when users are randomised",
        RatioInputs,
        ratio_metric,
        "var(R) = [var(M) - 2R cov(M,D) + R^2 var(D)] / (n mean(D)^2)",
        f"{STANDARD} (delta method)",
        names("ratio, delta method, ratio metrics, revenue per order"),
    ),
    Calculator(
        "peeking",
        "Peeking",
        "False positives when one looks early",
        PeekingInputs,
        peeking,
        "P(any of K looks crosses the fixed bound)",
        f"{STANDARD} (Armitage et al. 1969; Pocock 1977)",
        names("peek, interim looks, pocock"),
    ),
    Calculator(
        "sequential",
        "Simple sequential test",
        "Stop early by a rule fixed before the start",
        SequentialInputs,
        sequential,
        "stop when T - C >= 2 sqrt(N) or T + C = N",
        f"{CONVENTION} (Evan Miller)",
        names("sequential test, simple sequential, evan miller sequential"),
    ),
    Calculator(
        "srm",
        "Sample-ratio mismatch",
        "Are the groups split as intended?",
        SrmInputs,
        srm,
        "chi-square goodness of fit against the intended split; p < 0.001",
        f"{STANDARD} (threshold as GrowthBook)",
        names("sample ratio mismatch, sample ratio, sample ratio check, split check"),
    ),
    Calculator(
        "holdout",
        "Holdout lift",
        "Incremental buyers against a holdout",
        HoldoutInputs,
        holdout,
        "incremental buyers = (p_exposed - p_holdout) x exposed people",
        STANDARD,
        names("incrementality, holdout lift, incremental lift, lift"),
    ),
)
