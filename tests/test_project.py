import pytest

from autograder.project import ProjectError, find


@pytest.fixture
def root(tmp_path):
    lab = tmp_path / "assignments" / "small"
    lab.mkdir(parents=True)
    (lab / "assignment.toml").touch()
    return tmp_path


def test_a_lab_is_found_from_the_root_and_from_below(root):
    below = root / "docs" / "deep"
    below.mkdir(parents=True)
    assert find("small", root) == find("small", below)
    assert find("small", root).solutions == root.resolve() / "solutions" / "small"


def test_a_lab_may_be_named_by_its_folder(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert find(str(root / "assignments" / "small"), elsewhere).name == "small"


def test_an_unknown_name_is_told_with_the_known_ones(root):
    with pytest.raises(ProjectError, match=r"no lab is called 'smal' .*: the labs here are small"):
        find("smal", root)


def test_a_folder_without_labs_says_where_to_run(tmp_path):
    with pytest.raises(ProjectError, match="run this in the folder that holds assignments/"):
        find("small", tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b"])
def test_a_name_that_is_no_name_is_refused(root, name):
    with pytest.raises(ProjectError):
        find(name, root)
