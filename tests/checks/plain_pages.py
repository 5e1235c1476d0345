"""Plain, trustworthy patient pages in our own words, across many conditions.

They hold the words that trip a careless lexicon: cure, natural, safer, side effects, no cure,
helps, can be fatal. A check that blocks these would teach authors to ignore the checks.
"""

# ruff: noqa: E501
# A line is a sentence, however long.
PAGES: dict[str, str] = {
    "asthma": """Asthma
Asthma is a common lung condition that causes breathing problems from time to time.
It affects people of all ages and often starts in childhood.
There is currently no cure, but simple treatments can help keep the symptoms under control.
Symptoms of asthma
The main symptoms are wheezing, breathlessness, a tight chest and coughing.
The symptoms can sometimes get worse for a short time, which is known as an asthma attack.
See a GP if you think you or your child may have asthma.
Call 999 if someone has signs of a severe asthma attack.
Treatments for asthma
Asthma is usually treated with an inhaler, a small device that lets you breathe in medicine.
Reliever inhalers quickly relieve symptoms for a short time.
Preventer inhalers are used every day to reduce the inflammation in the airways.
Some people also need to take tablets.
Steroid inhalers are safe when used as prescribed, but they can cause a hoarse voice or oral thrush.
Rinsing your mouth after each dose helps prevent this.
Your nurse will help you make a personal action plan.
""",
    "paracetamol": """Paracetamol for adults
Paracetamol is a common painkiller used to treat aches and pain.
It can also be used to reduce a high temperature.
It eases pain for about 4 to 6 hours.
Paracetamol is very safe to take with most other medicines, but taking too much can be dangerous.
The usual dose is one or two 500 mg tablets up to 4 times in 24 hours.
Do not take it with other medicines that contain paracetamol.
Most people take paracetamol without any problems.
Side effects are rare if you take it at the right dose.
Too much paracetamol can damage your liver and can be fatal.
Go to A&E straight away if you have taken more than the recommended dose.
Paracetamol is the first choice of painkiller in pregnancy.
""",
    "high blood pressure": """High blood pressure
High blood pressure rarely has symptoms, so the only way to know is to have it checked.
If it is not treated, it increases your risk of heart attacks, strokes and kidney disease.
Losing weight, eating less salt and being more active can lower your blood pressure.
ACE inhibitors help protect your kidneys and relax your blood vessels.
The most common side effect of ACE inhibitors is a dry cough.
Calcium channel blockers may cause swollen ankles.
If your blood pressure is very high, you may need to take more than one medicine.
Lowering blood pressure even a little can help reduce your risk.
Medicines do not cure high blood pressure, so most people take them for life.
Do not stop taking your tablets without talking to your doctor first.
""",
    "type 2 diabetes": """Type 2 diabetes
Type 2 diabetes is a condition in which the level of sugar in the blood is too high.
Insulin is a hormone that helps the sugar in your blood get into your cells.
Over time, high blood sugar can damage your eyes, kidneys, nerves and heart.
Diabetes can lead to kidney failure, but good care lowers the chance of it.
Eating well, moving more and losing weight can help you manage your blood sugar.
Some people can put their diabetes into remission by losing weight.
Metformin is usually the first medicine you will be offered.
It works by reducing the amount of sugar your liver releases.
Common side effects include feeling sick and diarrhoea, which often get better with time.
You should have your feet, eyes, blood and urine checked every year.
Nerve damage can cause numbness or tingling in the feet.
Check your feet every day and tell your care team about any cuts or sores.
There is no such thing as a special diabetic diet.
Be careful with products that claim to cure diabetes.
""",
    "knee osteoarthritis": """Osteoarthritis of the knee
Osteoarthritis causes joints to become painful and stiff.
It is the most common type of arthritis in the UK.
Your knees may be stiff in the morning, but this usually gets better once you move.
It cannot be cured, but the symptoms do not always get worse over time.
Exercise is one of the most important treatments, whatever your age or level of fitness.
It strengthens the muscles around the knee and reduces pain.
Being overweight makes osteoarthritis worse because it puts extra strain on your joints.
Anti-inflammatory gels can ease pain with fewer side effects than tablets.
Steroid injections can relieve pain for a few weeks, but the relief does not last.
Knee replacement surgery is safe for most people and often works well.
As with any operation, there is a small risk of infection or a blood clot.
Some people take glucosamine, but there is little evidence that it works.
Acupuncture is not recommended for osteoarthritis.
We do not know if stem cell injections help worn knees.
""",
    "depression": """Depression
Depression is more than feeling unhappy for a few days.
It can make you feel hopeless, tearful and tired, and you may lose interest in things you used to enjoy.
With the right treatment and support, most people with depression make a full recovery.
Talking therapies such as CBT work well for many people.
Antidepressants can help treat the symptoms, although it may take several weeks before you feel better.
About 1 in 3 people who take them have mild side effects.
Exercise can help with mild depression.
St John's wort is a herbal treatment that some people take for depression.
There is some evidence that it may help mild depression, but it is not recommended by doctors.
It can cause serious problems when taken with other medicines, including the contraceptive pill.
If you have thoughts of ending your life, call 999 or the Samaritans on 116 123.
""",
    "flu vaccine": """The flu vaccine
The flu vaccine helps protect against the main types of flu viruses.
Vaccines prevent millions of deaths around the world every year.
There is still a chance that you might get flu, but it is likely to be milder.
The vaccine cannot give you flu.
All vaccines are checked for safety before they are used.
Side effects are usually mild and go away within a day or two.
Serious allergic reactions are very rare.
The person who vaccinates you is trained to treat them immediately.
No vaccine is 100% effective.
Studies have shown that the vaccine works best when it is given in autumn.
""",
    "antibiotics": """Antibiotics
Antibiotics are used to treat or prevent some types of bacterial infection.
They work by killing bacteria or by stopping them from spreading.
Antibiotics do not work for viral infections such as colds and flu.
Many mild infections get better on their own without antibiotics.
Take them as directed, even if you feel better.
The most common side effects are feeling sick and diarrhoea.
Using antibiotics when you do not need them means they may not work for you in the future.
Some bacteria have become resistant, so infections that were once easy to cure can be fatal.
Call 911 if you have trouble breathing or your face swells after a dose.
""",
    "breast cancer": """Breast cancer
Breast cancer is the most common type of cancer in women in the UK.
Most women who have it diagnosed early recover from it.
Surgery is often the first treatment and may be followed by chemotherapy or radiotherapy.
Radiotherapy uses controlled doses of radiation to kill cancer cells.
Chemotherapy can make you feel tired and sick, and your hair may fall out for a time.
Hormone therapy lowers the levels of oestrogen that help some cancers grow.
Researchers are studying new ways to treat breast cancer in clinical trials.
Some promising medicines are being tested, but it will take years to know if they work.
There is no evidence that special diets or supplements cure cancer.
Some complementary therapies may help you relax and feel better during treatment.
Breast reconstruction gives you a new breast shape after a mastectomy.
Whatever you decide, your team will support you.
""",
    "common cold": """Common cold
You can often treat a cold without seeing a GP.
You should begin to feel better in about a week or two.
Rest and sleep, keep warm and drink plenty of water.
Gargling with salt water can soothe a sore throat.
There is little evidence that vitamin C, garlic or echinacea prevents colds or speeds up recovery.
Decongestants can help unblock your nose.
Washing your hands often is the best way to stop a cold from spreading.
Honey and lemon may help you cough less, but do not give honey to a baby under 1 year.
Get medical help straight away if you have chest pain or find it hard to breathe.
""",
    "stroke": """Stroke
A stroke happens when blood stops flowing to a part of your brain.
Strokes are a medical emergency and can be fatal, so call 999 immediately.
The sooner a person receives treatment, the less damage is likely to happen.
Treatment depends on the type of stroke.
Clot-busting medicine works best if it is given within 4.5 hours.
Rehabilitation can help you get back as much movement and speech as possible.
Some people recover quickly, but others need long-term support.
A stroke can leave lasting weakness on one side of the body.
Stopping smoking greatly lowers your risk of another stroke.
Statins reduce the level of cholesterol in your blood.
""",
    "dialysis": """Treatments for kidney failure
Kidney failure means your kidneys no longer work well enough to keep you alive.
Healthy kidneys remove waste and extra water from your blood.
Dialysis is a treatment that filters your blood when your kidneys cannot.
Dialysis helps you live longer, but it does not cure kidney failure.
A kidney transplant is surgery to place a healthy kidney in your body.
People who have a transplant often live longer than people who stay on dialysis.
You will need to take medicines for the rest of your life to stop your body rejecting the new kidney.
These medicines can weaken your immune system, so infections are more likely.
Some people choose conservative management, which is care without dialysis or a transplant.
This care helps ease your symptoms and supports you and your family.
You may feel short of breath if fluid builds up, so call your kidney team if this happens.
""",
    "vitamin d": """Vitamin D
Vitamin D helps your body absorb calcium, which keeps bones and teeth strong.
Too little vitamin D can lead to rickets in children and soft bones in adults.
Most people make enough vitamin D from sunlight in summer.
In autumn and winter you may want to take a daily supplement that has 10 micrograms.
Taking too much for a long time can weaken the bones and harm the kidneys.
Vitamin D supplements help prevent deficiency in people at risk.
There is not enough evidence to say that vitamin D prevents COVID-19.
Do not take more than 100 micrograms a day, as it could be harmful.
""",
    "turmeric": """Turmeric: what you should know
Turmeric is a plant in the ginger family that is used as a spice.
It is promoted as a dietary supplement for arthritis, digestion and many other conditions.
Some small studies suggest that turmeric may ease knee pain, but larger trials are needed.
Curcumin is hard to study because little of it reaches the blood.
No clear conclusions have been reached about whether turmeric helps any health condition.
Turmeric is likely safe for most people in the amounts found in food.
Some turmeric supplements have caused liver damage.
It may not be safe to take large amounts in pregnancy.
Natural does not always mean safe.
Tell your doctor about any supplement you take.
""",
    "acupuncture": """Acupuncture
Acupuncture is a treatment that comes from ancient Chinese medicine.
Thin needles are put into the skin at certain points on the body.
Some people use acupuncture to ease long-term pain, migraine or a sore back.
There is some evidence that acupuncture may help with long-term pain and headaches.
For many other conditions we do not know if it works.
The needles may sting or tingle a little.
Acupuncture is usually safe when it is done by a qualified practitioner.
Some people feel dizzy or have mild bleeding or bruising.
Serious side effects, such as an infection or a punctured lung, are rare.
""",
    "homeopathy": """Homeopathy
Homeopathy is a treatment based on the use of highly diluted substances.
Practitioners claim that these can cause the body to heal itself.
There is no good-quality evidence that homeopathy is effective as a treatment for any health condition.
People may feel better because of the placebo effect.
Homeopathic remedies are usually harmless, but some contain substances that can be harmful.
Do not stop a treatment your doctor has prescribed in favour of homeopathy.
Homeopathy should not be used instead of vaccines.
""",
    "stem cell clinics": """Stem cell clinics: what to know before you pay
Stem cells are cells that can develop into other types of cells.
A stem cell transplant can cure some blood cancers, such as leukaemia and lymphoma.
Doctors use stem cells from bone marrow or cord blood for these transplants.
Some clinics sell stem cell injections for knees, backs, eyes and many other problems.
These products are not approved by the FDA.
People have gone blind, had infections or grown tumours after such injections.
Be wary of a clinic that:
promises a cure
says that the treatment has no side effects
uses patient stories instead of studies
asks you to pay to join a trial
Scientists are studying whether stem cells can repair damaged joints.
So far there is not enough proof that they do.
Ask if the treatment is part of a trial that a regulator checks.
""",
    "detox diets": """Do detox diets work?
Detox diets claim to flush toxins out of your body.
There is no good evidence that they do.
Your liver and kidneys already remove waste products from your body.
Some detox products contain laxatives that can upset the balance of salts in your body.
Colon cleansing can cause cramps, infection and dehydration.
If you lose weight on a juice cleanse, you are likely to put it back on.
Eating a balanced diet is a better way to stay healthy.
Talk to your doctor before you try a cleanse if you have diabetes.
""",
    "glaucoma laser": """Laser treatment for glaucoma
Glaucoma damages the nerve that connects the eye to the brain.
Laser treatment lowers the pressure inside the eye.
Selective laser trabeculoplasty is often offered before eye drops.
It takes a few minutes and you will be awake.
Your sight may be blurred for a few hours afterwards.
Laser treatment works for about 3 in 4 people.
It does not bring back sight that you have already lost.
You may still need eye drops after laser treatment.
Call the eye clinic if you have severe pain or your sight gets worse.
""",
    "back pain": """Back pain
Most back pain gets better within a few weeks.
Staying active helps you recover faster than resting in bed.
Ibuprofen eases back pain for some people; paracetamol alone does little.
Some people feel better with massage, as long as they keep moving too.
We have no good evidence that wearing a belt or corset helps.
An operation is a last step, after other care has been tried.
Go to A&E if you have numbness around your genitals or cannot control your bladder.
""",
    "inherited": """Sickle cell disease
Sickle cell disease is passed on through families.
People with the disease have red blood cells shaped like a crescent.
When these cells get stuck in small vessels, they cause bouts of pain called crises.
A bone marrow transplant can cure it, yet the risks mean that few people have one.
Gene therapy is a newer treatment for some people aged 12 and over.
Hydroxycarbamide helps prevent painful crises.
Daily antibiotics lower the risk of infection in children.
People with it live longer today than in the past.
Seek emergency care for chest pain, a fever or trouble breathing.
""",
    "pregnancy": """Folic acid and pregnancy
Folic acid helps prevent birth defects of the brain and spine.
Take 400 micrograms every day from before you are pregnant until you are 12 weeks pregnant.
Some women need a higher dose that a doctor prescribes.
Most people feel less sick by about halfway through.
Ginger settles the stomach for some people.
Do not take supplements that contain vitamin A, as too much could harm your baby.
The whooping cough vaccine protects your baby in the first few weeks of life.
Call your midwife or maternity unit straight away if your baby moves less than usual.
""",
}
