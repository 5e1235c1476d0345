"""Marketing articles in our own words, on treatments the checks were not written around.

A line that begins with ``~`` is sound (a fact about the body or the procedure); every other line
tells patients something the evidence does not carry. Titles and headings are not counted.
"""

# ruff: noqa: E501
# A line is a sentence, however long.
ARTICLES: dict[str, str] = {
    "detox": """The 14-Day Liver Detox Programme
Every day our bodies are exposed to thousands of toxins from food, air and water.
~The liver is the largest solid organ inside the body.
Over time these poisons build up and leave you tired, bloated and ill.
Our 14-day detox flushes them out and gives your liver a fresh start.
The cleanse uses milk thistle, dandelion and turmeric to repair liver cells.
You will lose weight, sleep better and glow from within.
What You Can Expect
- Days 1 to 3: Your body begins to release stored toxins.
- Days 4 to 7: Energy levels rise and brain fog lifts.
- Days 8 to 14: Skin clears, digestion improves and hormones come back into balance.
Milk thistle regenerates the liver and protects it from alcohol and medicines.
Headaches during the cleanse are a sign that the toxins are leaving your body.
The programme is made from plants, so there are no side effects.
It can lower cholesterol, blood pressure and blood sugar without medication.
Many of our clients have been able to stop their tablets.
Regular cleansing prevents fatty liver, diabetes and even cancer.
~Drink plenty of water each day.
It is gentler and more effective than anything your doctor can prescribe.
""",
    "drips": """Vitamin Infusions for Energy, Immunity and Glowing Skin
Feeling run down? Our vitamin drips deliver nutrients straight into your bloodstream for 100% absorption.
Because they bypass the gut, infusions work faster and better than any tablet.
~Vitamins are nutrients that the body needs in small amounts.
The Glow Drip brightens the skin and slows down ageing.
The Immunity Drip strengthens your defences so that you stay well all winter.
High-dose vitamin C can help fight cancer cells and reduce the side effects of chemotherapy.
Glutathione flushes toxins from the liver and lightens the skin.
NAD+ repairs DNA, sharpens the mind and turns back the clock.
You will feel the difference after your first session.
Our infusions contain only natural ingredients, so they are safe for everyone.
More and more people are turning to drips to prevent colds and flu.
Hangovers, jet lag and stress simply melt away.
~A nurse places a small tube in a vein in your arm.
Clinical research suggests that regular infusions boost mood and metabolism.
Book your session today and start living at your best.
""",
    "exo": """Exosome Facials and Injections for Hair Loss
Exosomes are the next big thing in hair restoration.
These tiny messengers tell sleeping follicles to wake up and grow.
~Hair loss is common in men and women.
Exosome injections thicken the hair, extend the growth phase and stop shedding.
Each vial holds billions of regenerative signals.
Because exosomes contain no cells, there is no risk of rejection.
They are a safer choice than tablets such as finasteride.
Results can be seen in as little as eight weeks and keep improving for a year.
Exosomes may also rejuvenate ageing skin and fade scars.
Doctors are excited about their potential to replace hair transplants.
~The scalp is numbed with a cream first.
The procedure is quick, comfortable and suitable for all hair types.
Emerging studies indicate that exosomes outperform PRP.
""",
    "knees": """Stem Cell Therapy for Knee Arthritis: A New Chapter for Your Joints
Stem cell therapy is quickly becoming the treatment of choice for patients who want to avoid knee replacement.
Our regenerative specialists use your own cells to rebuild cartilage from the inside out.
~Knee arthritis happens when the cartilage that cushions the joint wears down.
~The knee can become stiff and painful.
How Does It Work?
~Stem cells are taken from your bone marrow or fat.
Once injected, they seek out the damaged tissue and begin to repair it.
They release growth factors that calm inflammation and signal nearby cells to heal.
Within weeks, patients notice less pain and better movement.
Benefits of Stem Cell Therapy
- Natural healing: Because the cells come from your own body, there is no risk of rejection or side effects.
- No surgery: You avoid the long recovery and dangers of an operation.
- Lasting results: Many patients stay pain free for years.
- Fast recovery: You can be back at work the very next day.
It may even reverse arthritis in its early stages.
Studies have shown that stem cells regenerate cartilage and delay the need for surgery.
Traditional treatments such as cortisone only mask the pain and do nothing to heal the joint.
Stem cells are far safer than surgery and cost less in the long run.
~The injection takes about an hour.
Don't let knee pain steal another year of your life!
""",
    "laser": """Laser Therapy for Neuropathy: Relief Without Drugs
Peripheral neuropathy affects millions of people.
~Neuropathy means that nerves outside the brain and spinal cord are damaged.
~Common symptoms are burning, tingling and numbness in the feet.
Left alone, it will rob you of your balance and your independence.
Laser therapy is a painless, drug-free solution that targets the root cause.
The light penetrates deep into the tissue and recharges damaged nerve cells.
It increases ATP, boosts blood flow and stimulates nerves to grow back.
Why Choose Laser?
- Rapid relief: Most patients feel an improvement after the first visit.
- No side effects: There are no drugs, needles or downtime.
- Long-lasting: The nerves continue to heal for weeks after treatment.
Medicines such as gabapentin only cover up the symptoms and make you drowsy.
Laser therapy, on the other hand, repairs the nerve itself.
Research proves that laser reverses neuropathy in nine out of ten people.
Our class IV laser is the most advanced in the region.
~You may need several visits.
It could help you to walk, sleep and enjoy life again.
Laser therapy is better than surgery and safer than pills.
""",
    "ozone": """Ozone Therapy: Breathe New Life Into Your Cells
Ozone therapy is a powerful natural treatment that has been used for more than 100 years.
~Ozone is a gas made of three oxygen atoms.
By flooding the body with oxygen, ozone therapy wakes up the immune system and destroys viruses and bacteria.
It improves circulation, reduces inflammation and helps the body detoxify itself.
What Conditions Can Ozone Treat?
- Diabetes: Ozone helps balance blood sugar and heals stubborn foot ulcers.
- Arthritis: Ozone injections relieve joint pain and restore movement.
- Long-term infections: Ozone kills germs that antibiotics cannot reach.
- Cancer: Ozone may slow the growth of tumours by starving them of the conditions they need.
- Fatigue: Clients leave each session full of energy.
Is It Safe?
Ozone therapy is completely safe and has virtually no side effects.
Unlike drugs, ozone works with your body rather than against it.
Doctors in Europe have relied on it for decades.
A course of ten sessions is recommended for lasting results.
~Each session lasts about 40 minutes.
Ozone therapy is the missing piece that conventional medicine ignores.
""",
    "prp": """Platelet-rich plasma for tennis elbow
Platelet-rich plasma, or PRP, harnesses your blood's natural healing power.
~A small amount of blood is drawn from your arm.
~It is spun in a machine to concentrate the platelets.
The plasma is injected into the tendon, where it starts the repair process.
PRP speeds up recovery and strengthens the tendon.
Athletes all over the world trust it to get back into the game.
PRP treats the cause of tennis elbow rather than the symptoms.
Since it is your own blood, PRP cannot cause harm.
Steroid injections weaken tendons, whereas PRP makes them stronger.
~Soreness for a few days is normal.
Eighty percent of patients are better within three months.
PRP might spare you an operation.
""",
    "supp": """Natural Joint Support: Supplements That Really Work
Joint pain does not have to be part of getting older.
Glucosamine and chondroitin rebuild worn cartilage and lubricate the joint.
Turmeric is nature's most powerful anti-inflammatory.
It works as well as ibuprofen but without harming the stomach.
Collagen peptides restore the cushioning between your bones.
~Cartilage is the smooth tissue that covers the ends of bones.
Omega-3 capsules keep arthritis from getting worse.
Boswellia has been used in Ayurveda for centuries to heal stiff joints.
Taken daily, these supplements will give you back the freedom to move.
They are all natural and can be taken safely with any medicine.
Scientists agree that a good joint formula is the best way to avoid a knee replacement.
Ashwagandha melts away the stress that makes pain worse.
Order now and feel the difference in 30 days or your money back.
""",
    "unknown": """Resonant Pulse Therapy for Back Pain
Resonant Pulse Therapy is a revolutionary breakthrough for people living with back pain.
~Back pain is one of the most common reasons that people miss work.
It sends gentle waves into the spine to release blocked energy and heal damaged discs.
Our patients report amazing results after only three sessions.
The therapy stimulates the body's own repair system, so no drugs are needed.
It eliminates pain at its source instead of hiding it.
Traditional doctors will tell you to live with it, but you do not have to.
Resonant Pulse Therapy has a 95% success rate.
It is natural, so it is safe for the whole family.
Imagine bending, lifting and playing with your grandchildren again.
~Each visit takes 20 minutes.
The treatment strengthens muscles, improves posture and restores sleep.
It can also help with migraine, asthma and anxiety.
You deserve a pain-free life.
""",
    "cbd": """CBD Oil for Arthritis, Anxiety and Sleep
CBD is the plant compound everyone is talking about.
It works with the body's endocannabinoid system to restore balance.
CBD oil relieves arthritis pain by calming inflammation in the joints.
It quiets an anxious mind and gives you deep, restful sleep.
Unlike prescription drugs, CBD is not addictive and has few side effects.
Many users have been able to cut down on painkillers.
CBD may protect the brain from Alzheimer's disease.
Our oil is organic, lab tested and made with love.
Just a few drops a day can change your life.
""",
    "hyperbaric": """Hyperbaric Oxygen for Autism and Brain Injury
Hyperbaric oxygen therapy floods the brain with the oxygen it needs to repair itself.
~You sit in a chamber while the pressure is raised.
Families see gains in speech, eye contact and sleep.
The extra oxygen wakes up idling brain cells and lowers inflammation.
It helps children with autism to focus and learn.
After 40 sessions, stroke survivors can regain movement they lost years ago.
Hyperbaric oxygen is drug-free and safe for children of all ages.
It also slows ageing and sharpens memory in healthy adults.
Many insurance companies are slow to recognise its value.
""",
    "homeopathy": """Homeopathic Treatment for Childhood Eczema
~Eczema is a condition that makes the skin dry and itchy.
Steroid creams push the disease deeper into the body and never solve the real problem.
Homeopathy treats the child as a whole and awakens the vital force.
Remedies such as Sulphur and Graphites clear the skin gently and for good.
Because they are so dilute, they are free from side effects and safe even for newborn babies.
Parents are delighted when the itching stops and the family can sleep again.
A constitutional remedy prevents asthma and hay fever later in life.
Two centuries of experience show that it works.
""",
    "plasma": """Cold Plasma Treatment for Diabetic Foot Ulcers
Understanding diabetic foot ulcers
~A foot ulcer is an open sore, most often on the sole of the foot.
~About 15 in 100 people with diabetes get one at some time.
~Poor blood flow and nerve damage make healing slow.
~Ulcers that become infected can lead to amputation.
How cold plasma helps
Cold plasma is a ray of hope for patients whose wounds refuse to close.
The treatment kills germs in seconds and wakes the skin's own repair cells.
Unlike antibiotics, it never leads to resistance.
Wounds close in half the time.
It is painless and has no known side effects.
A new way forward
Leading centres across Europe have adopted this remarkable technology.
Early studies are extremely encouraging.
With cold plasma, amputations could soon be a thing of the past.
~Your feet should still be checked every day.
""",
}
