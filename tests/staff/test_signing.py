"""The signing form: everything asked for, every refusal in one sentence, nothing typed lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.models import Topic
from education.people.models import Role, User
from education.publishing.guards import guarded_models
from education.review.models import Review, SignOff
from education.review.services import submit
from education.review.states import State
from tests.builders import (
    credential_of,
    edit,
    make_credential,
    make_specialty,
    make_topic,
    make_user,
    sign,
)
from tests.staff.worlds import client_of, signing_data, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def post(user: User, review: Review, **fields: Any) -> Any:
    data = {k: v for k, v in signing_data(review, user, **fields).items() if v is not None}
    return client_of(user).post(f"/desk/reviews/{review.pk}/sign/", data)


def test_clinician_signs_the_page_and_its_claims_in_one_act(review: Review, dr_bell: User) -> None:
    assert post(dr_bell, review).status_code == 302
    review.refresh_from_db()
    assert review.state == State.SIGNED
    signature = review.sign_offs.get()
    assert (signature.printed_name, signature.interests) == ("Dr Bea Bell", "None")
    assert SignOff.objects.count() == 1 + len(review.page().claims)
    assert list(chain.verify(guarded_models())) == []


def test_form_shows_the_whole_statement_and_every_claim(review: Review, dr_bell: User) -> None:
    text = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/").content.decode()
    assert "approve it for publication in exactly this form" in text
    assert "Printed name: <strong>Dr Bea Bell</strong>" in text
    for claim in review.page().claims:
        assert claim.statement in text
        assert f"Your verdict on {claim.code}" in text


def test_every_warning_gets_an_answer_field(review: Review, dr_bell: User) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/")
    warnings = {f["key"] for f in review.findings if f["level"] == "warn"}
    assert warnings
    assert warnings <= {n.removeprefix("answer-") for n in page.context["form"].fields}


def test_wrong_password_keeps_everything_but_the_password(review: Review, dr_bell: User) -> None:
    page = post(dr_bell, review, password="wrong horse", interests="A lecture fee in 2025")
    text = page.content.decode()
    assert page.status_code == 403
    assert "That password is not right: enter the password you sign in with." in text
    assert "A lecture fee in 2025" in text
    assert "Read and accepted." in text
    assert "wrong horse" not in text
    given = [verdict.value() for _, verdict, _ in page.context["form"].claim_rows()]
    assert given == ["supported"]
    assert not SignOff.objects.exists()


def test_wrong_password_is_on_the_record(review: Review, dr_bell: User) -> None:
    post(dr_bell, review, password="wrong horse")
    assert AuditEvent.objects.filter(action="signing.refused", actor=dr_bell).count() == 1


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"password": ""}, "Enter the password you sign in with."),
        ({"interests": " "}, "Declare your interests; write “None” when you have none."),
        ({"conflict": None}, "Say whether you have a conflict of interest."),
        ({"clinic_sells": None}, "Say whether the clinic you work for sells"),
        ({"meaning": None}, "Choose what your signature says."),
        ({"credential": None}, "Choose the registration you sign with."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(
    missing: dict[str, Any], sentence: str, review: Review, dr_bell: User
) -> None:
    page = post(dr_bell, review, **missing)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Read and accepted." in page.content.decode()
    assert not SignOff.objects.exists()


def test_unanswered_warning_is_named(review: Review, dr_bell: User) -> None:
    key = next(f["key"] for f in review.findings if f["level"] == "warn")
    page = post(dr_bell, review, **{f"answer-{key}": ""})
    assert "Answer the warning" in page.content.decode()
    assert not SignOff.objects.exists()


def test_claim_without_a_verdict_is_named(review: Review, dr_bell: User) -> None:
    claim = review.page().claims[0]
    page = post(dr_bell, review, **{f"verdict-{claim.code}": None})
    assert f"Give your verdict on {claim.code}." in page.content.decode()
    assert not SignOff.objects.exists()


def test_contributor_is_refused_with_the_reason(alice: User, dr_bell: User) -> None:
    topic = make_topic(alice)
    edit(topic.sections.get(), by=dr_bell, heading="How diabetes can affect your kidneys")
    review = submit(topic, by=alice)
    page = post(dr_bell, review)
    assert page.status_code == 403
    assert "You wrote or submitted part of this text" in page.content.decode()
    assert not SignOff.objects.exists()


def test_expired_credential_is_refused_with_the_reason(
    review: Review, ada: User, dr_bell: User
) -> None:
    past = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 12, 31)}
    edit(credential_of(dr_bell), by=ada, **past)
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/")
    assert page.status_code == 403
    assert "is not valid today: ask an administrator to check and renew it" in page.content.decode()


def test_clinician_without_a_registration_is_told_so(review: Review, ada: User) -> None:
    new = make_user("dr_new", Role.CLINICIAN)
    page = client_of(new).get(f"/desk/reviews/{review.pk}/sign/")
    assert "You have no registration on record" in page.content.decode()


def test_only_ones_own_valid_credentials_are_offered(
    review: Review, ada: User, dr_bell: User, dr_cole: User
) -> None:
    own = credential_of(dr_bell)
    past = {"valid_from": date(2019, 1, 1), "valid_until": date(2020, 1, 1)}
    make_credential(dr_bell, register="Old", **past)
    form = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/").context["form"]
    assert list(form.fields["credential"].queryset) == [own]
    page = post(dr_bell, review, credential=credential_of(dr_cole).pk)
    assert page.status_code == 422
    assert not SignOff.objects.exists()


def test_words_other_than_the_statement_are_not_signed(review: Review, dr_bell: User) -> None:
    page = post(dr_bell, review, **{"statement-clinical_review": "I glanced at it."})
    assert page.status_code == 422
    assert "Read the signing statement again" in page.content.decode()
    assert not SignOff.objects.exists()


def test_first_of_two_signatures_says_that_one_is_missing(
    alice: User, dr_bell: User, dr_cole: User
) -> None:
    high = {"risk_class": "high", "specialty": make_specialty("nephrology")}
    review = submitted(alice, **high)
    url = f"/desk/reviews/{review.pk}/sign/"
    assert "1 more signature will be needed" in client_of(dr_cole).get(url).content.decode()
    client = client_of(dr_cole)
    page = client.post(url, signing_data(review, dr_cole), follow=True)
    assert "1 more to come from other colleagues" in page.content.decode()
    assert post(dr_bell, review).status_code == 302
    review.refresh_from_db()
    assert review.state == State.SIGNED


def test_last_signature_outside_the_specialty_is_refused_before_it_is_typed(
    alice: User, ada: User, dr_cole: User
) -> None:
    gp = make_user("dr_dean", Role.CLINICIAN)
    make_credential(gp, specialty="general-practice")
    review = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    sign(review, dr_cole)
    page = client_of(gp).get(f"/desk/reviews/{review.pk}/sign/")
    assert page.status_code == 403
    assert "please leave this one to a colleague in that specialty" in page.content.decode()


def test_signing_twice_is_refused(review: Review, alice: User, dr_bell: User) -> None:
    other = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    post(dr_bell, other)
    page = client_of(dr_bell).get(f"/desk/reviews/{other.pk}/sign/")
    assert page.status_code == 409
    assert "You have already signed this text" in page.content.decode()


def test_a_claim_is_signed_by_itself(review: Review, dr_bell: User) -> None:
    claim_review = Review.objects.filter(claim__isnull=False).first()
    assert claim_review
    text = client_of(dr_bell).get(f"/desk/reviews/{claim_review.pk}/sign/").content.decode()
    assert "I have checked this claim against its sources" in text
    assert post(dr_bell, claim_review).status_code == 302
    claim_review.refresh_from_db()
    assert claim_review.state == State.SIGNED


def test_a_review_that_closed_meanwhile_is_not_signed(
    review: Review, alice: User, dr_bell: User
) -> None:
    data = signing_data(review, dr_bell)
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, answer="Diabetes can harm the kidneys over time.")
    submit(topic, by=alice)
    page = client_of(dr_bell).post(f"/desk/reviews/{review.pk}/sign/", data)
    assert page.status_code == 409
    assert "“Superseded”" in page.content.decode()


def test_a_page_cannot_be_signed_from_another_site(review: Review, dr_bell: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dr_bell)
    page = client.post(f"/desk/reviews/{review.pk}/sign/", signing_data(review, dr_bell))
    assert page.status_code == 403
    assert not SignOff.objects.exists()
