"""The publications the demo's claims rest on.

Bibliographic fields were checked on 23 November 2026 against stored public records; a field that
could not be confirmed is left blank.
"""

from __future__ import annotations

from datetime import date

from education.management.demo.shapes import Reference

#: The day on which the online pages below were last read for the demo.
READ_ON = date(2026, 11, 23)
_NIDDK = "National Institute of Diabetes and Digestive and Kidney Diseases"
_NIDDK_URL = "https://www.niddk.nih.gov/health-information"
_FDA = "US Food and Drug Administration"
_FDA_URL = "https://www.fda.gov/vaccines-blood-biologics"

REFERENCES = (
    Reference(
        key="kdigo_diabetes",
        kind="guideline",
        title="KDIGO 2022 Clinical Practice Guideline for Diabetes Management in Chronic Kidney "
        "Disease",
        authors="Kidney Disease: Improving Global Outcomes (KDIGO) Diabetes Work Group",
        container="Kidney International",
        year=2022,
        volume="102",
        issue="5S",
        pages="S1–S127",
        doi="10.1016/j.kint.2022.06.008",
        pmid="36272764",
    ),
    Reference(
        key="kdigo_ckd",
        kind="guideline",
        title="KDIGO 2024 Clinical Practice Guideline for the Evaluation and Management of "
        "Chronic Kidney Disease",
        authors="Kidney Disease: Improving Global Outcomes (KDIGO) CKD Work Group",
        container="Kidney International",
        year=2024,
        volume="105",
        issue="4S",
        pages="S117–S314",
        doi="10.1016/j.kint.2023.10.018",
        pmid="38490803",
    ),
    Reference(
        key="kdigo_bp",
        kind="guideline",
        title="KDIGO 2021 Clinical Practice Guideline for the Management of Blood Pressure in "
        "Chronic Kidney Disease",
        authors="Kidney Disease: Improving Global Outcomes (KDIGO) Blood Pressure Work Group",
        container="Kidney International",
        year=2021,
        volume="99",
        issue="3S",
        pages="S1–S87",
        doi="10.1016/j.kint.2020.11.003",
        pmid="33637192",
    ),
    Reference(
        key="ada_kdigo",
        kind="guideline",
        title="Diabetes Management in Chronic Kidney Disease: A Consensus Report by the American "
        "Diabetes Association (ADA) and Kidney Disease: Improving Global Outcomes (KDIGO)",
        authors="de Boer IH, Khunti K, Sadusky T, et al.",
        container="Diabetes Care",
        year=2022,
        volume="45",
        issue="12",
        pages="3075–3090",
        doi="10.2337/dci22-0027",
        pmid="36189689",
    ),
    Reference(
        key="aace",
        kind="guideline",
        title="American Association of Clinical Endocrinology Clinical Practice Guideline: "
        "Developing a Diabetes Mellitus Comprehensive Care Plan—2022 Update",
        authors="Blonde L, et al.",
        container="Endocrine Practice",
        year=2022,
        volume="28",
        issue="10",
        pages="923–1049",
        doi="10.1016/j.eprac.2022.08.002",
    ),
    Reference(
        key="dapa_ckd",
        kind="trial",
        title="Dapagliflozin in Patients with Chronic Kidney Disease",
        authors="Heerspink HJL, Stefánsson BV, Correa-Rotter R, et al.",
        container="New England Journal of Medicine",
        year=2020,
        volume="383",
        pages="1436–1446",
        doi="10.1056/nejmoa2024816",
        pmid="32970396",
    ),
    Reference(
        key="fidelity",
        kind="review",
        title="Cardiovascular and kidney outcomes with finerenone in patients with type 2 "
        "diabetes and chronic kidney disease: the FIDELITY pooled analysis",
        authors="Agarwal R, Filippatos G, Pitt B, et al.",
        container="European Heart Journal",
        year=2022,
        volume="43",
        issue="6",
        pages="474–484",
        doi="10.1093/eurheartj/ehab777",
        pmid="35023547",
    ),
    Reference(
        key="flow",
        kind="trial",
        title="Effects of Semaglutide on Chronic Kidney Disease in Patients with Type 2 Diabetes",
        authors="Perkovic V, Tuttle KR, Rossing P, et al.",
        container="New England Journal of Medicine",
        year=2024,
        volume="391",
        issue="2",
        pages="109–121",
        doi="10.1056/nejmoa2403347",
        pmid="38785209",
    ),
    Reference(
        key="nhanes",
        kind="study",
        title="Clinical Manifestations of Kidney Disease Among US Adults With Diabetes, 1988–2014",
        authors="Afkarian M, et al.",
        container="JAMA",
        year=2016,
        volume="316",
        issue="6",
        pages="602–610",
        url="https://jamanetwork.com/journals/jama/fullarticle/2542635",
    ),
    Reference(
        key="cochrane_salt",
        kind="review",
        title="Altered dietary salt intake for people with chronic kidney disease",
        authors="McMahon EJ, Campbell KL, Bauer JD, Mudge DW, Kelly JT",
        container="Cochrane Database of Systematic Reviews",
        year=2021,
        issue="6",
        pages="CD010070",
        doi="10.1002/14651858.cd010070.pub3",
    ),
    Reference(
        key="niddk_kidney",
        kind="web",
        title="Diabetic Kidney Disease",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/diabetes/overview/preventing-problems/diabetic-kidney-disease",
    ),
    Reference(
        key="niddk_bp",
        kind="web",
        title="High Blood Pressure & Kidney Disease",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/kidney-disease/high-blood-pressure",
    ),
    Reference(
        key="niddk_tests",
        kind="web",
        title="Chronic Kidney Disease Tests & Diagnosis",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/kidney-disease/chronic-kidney-disease-ckd/tests-diagnosis",
    ),
    Reference(
        key="niddk_failure",
        kind="web",
        title="Choosing a Treatment for Kidney Failure",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/kidney-disease/kidney-failure/choosing-treatment",
    ),
    Reference(
        key="niddk_anemia",
        kind="web",
        title="Anemia in Chronic Kidney Disease",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/kidney-disease/anemia",
    ),
    Reference(
        key="niddk_low_sugar",
        kind="web",
        title="Low Blood Glucose (Hypoglycemia)",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/diabetes/overview/preventing-problems/low-blood-glucose-hypoglycemia",
    ),
    Reference(
        key="niddk_nerves",
        kind="web",
        title="Peripheral Neuropathy",
        authors=_NIDDK,
        container="NIDDK Health Information",
        url=f"{_NIDDK_URL}/diabetes/overview/preventing-problems/"
        "nerve-damage-diabetic-neuropathies/peripheral-neuropathy",
    ),
    Reference(
        key="low_sugar_report",
        kind="guideline",
        title="Hypoglycemia and Diabetes: A Report of a Workgroup of the American Diabetes "
        "Association and The Endocrine Society",
        authors="Seaquist ER, Anderson J, Childs B, et al.",
        container="Diabetes Care",
        year=2013,
        volume="36",
        issue="5",
        pages="1384–1395",
        doi="10.2337/dc12-2480",
    ),
    Reference(
        key="ada_nerves",
        kind="guideline",
        title="Diabetic Neuropathy: A Position Statement by the American Diabetes Association",
        authors="Pop-Busui R, Boulton AJM, Feldman EL, et al.",
        container="Diabetes Care",
        year=2017,
        volume="40",
        issue="1",
        pages="136–154",
        doi="10.2337/dc16-2042",
        pmid="27999003",
    ),
    Reference(
        key="aan_pain",
        kind="guideline",
        title="Oral and Topical Treatment of Painful Diabetic Polyneuropathy: Practice Guideline "
        "Update Summary: Report of the AAN Guideline Subcommittee",
        authors="Price R, et al.",
        container="Neurology",
        year=2022,
        volume="98",
        pages="31–43",
        doi="10.1212/wnl.0000000000013038",
        pmid="34965987",
    ),
    Reference(
        key="exosome_animals",
        kind="animal",
        # The English title could not be confirmed; the square brackets mark a supplied title.
        title="[Cell-derived exosomes in diabetic nephropathy: systematic review and "
        "meta-analysis of preclinical evidence]",
        authors="Man X, Lin T, Xie Z, Jin J, He Q",
        container="Acta Diabetologica",
        year=2025,
        doi="10.1007/s00592-025-02473-8",
    ),
    Reference(
        key="vesicles_animals",
        kind="animal",
        title="The Nephroprotective Properties of Extracellular Vesicles in Experimental Models "
        "of Chronic Kidney Disease: a Systematic Review",
        authors="Nowak N, Yamanouchi M, Satake E",
        container="Stem Cell Reviews and Reports",
        year=2022,
        volume="18",
        issue="3",
        pages="902–932",
        doi="10.1007/s12015-021-10189-9",
        pmid="34110587",
    ),
    Reference(
        key="vesicles_people",
        kind="trial",
        title="Umbilical cord mesenchymal stem cells derived extracellular vesicles can safely "
        "ameliorate the progression of chronic kidney diseases",
        authors="Nassar W, El-Ansary M, Sabry D, et al.",
        container="Biomaterials Research",
        year=2016,
        volume="20",
        pages="21",
        doi="10.1186/s40824-016-0068-0",
        # An erratum was published on 6 April 2017.
        notice="corrected",
    ),
    Reference(
        key="vesicles_review",
        kind="narrative",
        title="Extracellular vesicles in kidney disease",
        authors="Grange C, Bussolati B",
        container="Nature Reviews Nephrology",
        year=2022,
        volume="18",
        pages="499–513",
        doi="10.1038/s41581-022-00586-9",
        pmid="35641620",
    ),
    Reference(
        key="isev",
        kind="narrative",
        title="Applying extracellular vesicles based therapeutics in clinical trials – an ISEV "
        "position paper",
        authors="Lener T, Gimona M, Aigner L, et al.",
        container="Journal of Extracellular Vesicles",
        year=2015,
        volume="4",
        pages="30087",
        doi="10.3402/jev.v4.30087",
    ),
    Reference(
        key="nephstrom",
        kind="trial",
        title="Safety and Preliminary Efficacy of Mesenchymal Stromal Cell (ORBCEL-M) Therapy in "
        "Diabetic Kidney Disease: A Randomized Clinical Trial (NEPHSTROM)",
        authors="Perico N, et al.",
        container="Journal of the American Society of Nephrology",
        year=2023,
        volume="34",
        pages="1733–1751",
        doi="10.1681/asn.0000000000000189",
        pmid="37560967",
    ),
    Reference(
        key="fda_2019",
        kind="regulator",
        title="Public Safety Notification on Exosome Products, 6 December 2019",
        authors=_FDA,
        year=2019,
        publisher="FDA",
        url=f"{_FDA_URL}/safety-availability-biologics/public-safety-notification-exosome-products",
        accessed_on=READ_ON,
    ),
    Reference(
        key="fda_2020",
        kind="regulator",
        title="Consumer Alert on Regenerative Medicine Products Including Stem Cells and "
        "Exosomes, 22 July 2020",
        authors=_FDA,
        year=2020,
        publisher="FDA",
        url=f"{_FDA_URL}/consumers-biologics/"
        "consumer-alert-regenerative-medicine-products-including-stem-cells-and-exosomes",
        accessed_on=READ_ON,
    ),
    Reference(
        key="fda_2021",
        kind="regulator",
        title="Important Patient and Consumer Information About Regenerative Medicine Therapies, "
        "3 June 2021",
        authors=_FDA,
        year=2021,
        publisher="FDA",
        url=f"{_FDA_URL}/consumers-biologics/"
        "important-patient-and-consumer-information-about-regenerative-medicine-therapies",
        accessed_on=READ_ON,
    ),
)
BY_KEY = {reference.key: reference for reference in REFERENCES}
