//! Why two names are, or are not, one entity: [`Story::why_names`] says it in lines.

use super::Entity;
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

    /// The entities that have this spelling, most named first.
    fn named(&self, name: &str) -> Vec<usize> {
        let folded = fold_name(name);
        let has = |e: &Entity| e.variants.iter().any(|v| fold_name(&v.text) == folded);
        (0..self.entities.len()).filter(|&i| has(&self.entities[i])).collect()
    }

    fn usage(&self, name: &str, entity: &Entity) -> Option<String> {
        let folded = fold_name(name);
        let variant = entity.variants.iter().find(|v| fold_name(&v.text) == folded)?;
        let reports: Vec<&str> =
            variant.reports.iter().map(|&r| self.reports[r].document.name.as_str()).collect();
        let roles: Vec<&str> =
            entity.roles.iter().take(2).map(|r| r.value.title.as_str()).collect();
        let roles =
            if roles.is_empty() { String::new() } else { format!("; {}", roles.join(", ")) };
        Some(format!("“{name}” stands in {}{roles}.", reports.join(", ")))
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

fn spelling(a: &str, b: &str, lexicon: &Lexicon) -> String {
    let (name_a, name_b) = (PersonName::parse(a, lexicon), PersonName::parse(b, lexicon));
    match name_a.agreement(&name_b, lexicon) {
        Agreement::Full => "Surname and given name agree in sound.",
        Agreement::Surname => "The surnames agree; a given name is wanting.",
        Agreement::Different => "Surname or given name differ by more than a spelling.",
    }
    .to_string()
}
