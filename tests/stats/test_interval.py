from comparekit.stats.interval import Interval

TOLERANCE = Interval(low=-0.02, high=0.02)


def test_an_unknown_end_excludes_nothing_on_its_side():
    open_above = Interval(low=0.01, high=None)
    assert open_above.excludes(0.0)
    assert not open_above.excludes(5.0)
    assert open_above.half_width is None


def test_only_two_known_ends_can_lie_within():
    assert Interval(low=-0.01, high=0.02).within(TOLERANCE)
    assert not Interval(low=-0.01, high=None).within(TOLERANCE)
    assert not Interval(low=None, high=0.0).within(TOLERANCE)


def test_one_known_end_is_enough_to_lie_beyond():
    assert Interval(low=0.021, high=None).beyond(TOLERANCE)
    assert Interval(low=None, high=-0.021).beyond(TOLERANCE)
    assert not Interval(low=0.02, high=0.5).beyond(TOLERANCE)
