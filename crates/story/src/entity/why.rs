//! Why two names are, or are not, one entity: [`Story::why_names`] says it in lines.

use super::{Entity, Variant};
use crate::Story;
use analysis::{
    EntityKind,
    name::{Agreement, PersonName, fold_name},
};
use lexicon::Lexicon;
use std::collections::BTreeSet;

impl Story {
    /// What speaks for and against two names being one entity, a line each, the verdict first.
    pub fn why_names(&self, a: &str, b: &str, lexicon: &Lexicon) -> Vec<String> {
        let (of_a, of_b) = (self.named(a), self.named(b));
        let mut lines = Vec::new();
        for (name, found) in [(a, &of_a), (b, &of_b)] {
            if found.is_empty() {
                lines.push(format!("“{name}” is nobody's name here."));
            }
        }
        let (Some(&first), Some(&second)) = (of_a.first(), of_b.first()) else { return lines };
        let shared = of_a.iter().find(|e| of_b.contains(e));
        let (left, right) = shared.map_or((first, second), |&both| (both, both));
        let (x, y) = (&self.entities[left], &self.entities[right]);
        let verdict = if shared.is_some() {
            format!("“{a}” and “{b}” are one {}: {}.", x.kind.as_str(), x.name)
        } else {
            format!("“{a}” ({}) and “{b}” ({}) are kept apart.", x.name, y.name)
        };
        lines.push(verdict);
        if x.kind == EntityKind::Person && y.kind == EntityKind::Person {
            lines.push(spelling(a, b, lexicon));
        }
        lines.extend(self.usage(a, x));
        lines.extend(self.usage(b, y));
        if shared.is_none() {
            lines.extend(self.side_by_side(x, y));
        }
        lines
    }

    /// Whether some entity has this spelling.
    pub fn has_name(&self, name: &str) -> bool {
        !self.named(name).is_empty()
    }

    /// The entities that have this spelling, or one that differs in capitals and accents alone;
    /// most named first.
    fn named(&self, name: &str) -> Vec<usize> {
        let has = |e: &Entity| !e.spelled(name).is_empty();
        (0..self.entities.len()).filter(|&i| has(&self.entities[i])).collect()
    }

    /// Where a name stands, each spelling by itself.
    fn usage(&self, name: &str, entity: &Entity) -> Vec<String> {
        let roles: Vec<&str> =
            entity.roles.iter().take(2).map(|r| r.value.title.as_str()).collect();
        let roles =
            if roles.is_empty() { String::new() } else { format!("; {}", roles.join(", ")) };
        let line = |variant: &&Variant| {
            let reports = variant.reports.iter().map(|&r| self.reports[r].document.name.as_str());
            let reports = reports.collect::<Vec<&str>>().join(", ");
            format!("“{}” stands in {reports}{roles}.", variant.text)
        };
        entity.spelled(name).iter().map(line).collect()
    }

    /// Reports that name both: a text spells one person one way.
    fn side_by_side(&self, x: &Entity, y: &Entity) -> Option<String> {
        let reports = |e: &Entity| -> BTreeSet<usize> {
            e.variants.iter().flat_map(|v| v.reports.iter().copied()).collect()
        };
        let both = reports(x).intersection(&reports(y)).next().copied()?;
        Some(format!("{} names both.", self.reports[both].document.name))
    }
}

impl Entity {
    /// The spellings that a name stands for: itself, else those that differ from it in capitals
    /// and accents alone.
    fn spelled(&self, name: &str) -> Vec<&Variant> {
        let exact: Vec<&Variant> = self.variants.iter().filter(|v| v.text == name).collect();
        if !exact.is_empty() {
            return exact;
        }
        let folded = fold_name(name);
        self.variants.iter().filter(|v| fold_name(&v.text) == folded).collect()
    }
}

fn spelling(a: &str, b: &str, lexicon: &Lexicon) -> String {
    let (name_a, name_b) = (PersonName::parse(a, lexicon), PersonName::parse(b, lexicon));
    match name_a.agreement(&name_b, lexicon) {
        Agreement::Full => "Surname and given name agree in sound.",
        Agreement::Surname => "The surnames agree; a given name is wanting.",
        Agreement::Different => "Surname or given name differ by more than a spelling.",
    }
    .to_string()
}
