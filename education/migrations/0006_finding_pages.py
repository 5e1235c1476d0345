import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0005_uploads_and_link_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexedPage',
            fields=[
                ('edition', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='indexed', serialize=False, to='education.edition')),
                ('language', models.CharField(max_length=10)),
                ('published_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField()),
                ('title', models.TextField()),
                ('answer', models.TextField()),
                ('points', models.TextField()),
                ('body', models.TextField()),
                ('tags', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'published_at', 'edition'], name='newest_indexed')],
            },
        ),
        migrations.CreateModel(
            name='IndexedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=10)),
                ('word', models.CharField(max_length=30)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'key', 'word'), name='word_key_once')],
            },
        ),
        migrations.CreateModel(
            name='ShelfCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('system', models.CharField(max_length=50)),
                ('kind', models.CharField(max_length=20)),
                ('letter', models.CharField(max_length=2)),
                ('n', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'system', 'kind', 'letter'), name='shelf_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Shelved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('system', models.CharField(max_length=50)),
                ('kind', models.CharField(max_length=20)),
                ('letter', models.CharField(max_length=2)),
                ('sort_key', models.BinaryField(max_length=600)),
                ('edition', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='shelved', to='education.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'system', 'kind', 'letter', 'sort_key', 'edition'], name='shelf_in_order')],
            },
        ),
    ]
